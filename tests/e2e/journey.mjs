// The whole chain in a real browser against a real server: from a demand in plain words to
// five certificates and the struck-off demand, and what one changed reading does.
import { ledger } from './ledger.mjs'
import { supervise } from './supervise.mjs'
import { at, broken, choose, expect, go, must, PHOTO, total, until, World } from './lib.mjs'
import { corner, fill, needed, reading, rowsOf, shownBefore, type, typeAll } from './scale.mjs'
import { picture, pictures } from './pictures.mjs'

const TEXT = '我们厂五台地磅马上到期了，可是生产线不能停，能不能请你们上门来检定？'
const TABLET = { width: 1024, height: 768 }
const ids = { records: [], papers: [] }
const world = new World()

// From the replay's first month on: without a period the pages show the last year in which something happened.
const WHOLE = 'from=2024-12&until=2027-11'
const figures = async (page) => Object.fromEntries((await must(page, 'GET', `api/figures?${WHOLE}`)).figures.map((f) => [f.metric, f.amount]))
function moved(before, after) {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return Object.fromEntries(keys.map((k) => [k, (after[k] ?? 0) - (before[k] ?? 0)]).filter(([, v]) => v))
}
const tag = (page, name) => until(async () => (await at(page, name).first().textContent().catch(() => ''))?.replace(/[^\p{L}]/gu, ''))

async function stateDemand() {
  const page = await world.as('silicon')
  await go(page, world, '/', true)
  await at(page, 'demand-text').fill(TEXT)
  await at(page, 'proposals').locator('li').first().waitFor()
  await picture(page, 'portal-demand')
  expect('ME02 is proposed on top', (await at(page, 'proposals').locator('li').first().textContent()).includes('ME02'))
  await at(page, 'send-demand').click()
  const made = await at(page, 'demand-made').textContent()
  expect('the demand has a number and a clock', /SQ\d{4}-\d{4}/.test(made) && /\d{4}-\d\d-\d\d \d\d:\d\d/.test(made))
  await at(page, 'demand-made').locator('button').click()
  await page.waitForURL(/matters\//)
  return page.url().split('/').pop()
}

async function toOffice(id) {
  const desk = await world.as('desk')
  await go(desk, world, `/demands/${id}`)
  await at(desk, 'step-triage').click()
  await at(desk, 'send-triage').click()
  await at(desk, 'step-assign').click()
  await until(async () => (await at(desk, 'assign-office').textContent())?.includes('O19'))
  expect('the lead office of the item is offered', (await at(desk, 'assign-office').textContent()).includes('O19'))
  await at(desk, 'send-assign').click()
  await at(desk, 'step-assign').waitFor({ state: 'detached' })
  const handler = await world.as('metrology')
  await go(handler, world, `/demands/${id}`)
  await at(handler, 'step-accept').click()
  await at(handler, 'step-book').waitFor()
  expect('accepted and in progress', (await must(handler, 'GET', `api/demands/${id}`)).state, 'WIP')
}

/** The booking by the handler; `more`: serials beside those chosen at once. */
async function book(id, serials) {
  const page = await world.as('metrology')
  await at(page, 'step-book').click()
  const boxes = page.locator('[data-test^="book-"]')
  await boxes.first().waitFor()
  const chosen = await page.locator('[data-test^="book-"].is-checked').count()
  if (!serials) expect('the five weighbridges used for trade are chosen', chosen, 5)
  else
    for (const box of await boxes.all()) {
      const on = (await box.getAttribute('class')).includes('is-checked')
      const wanted = serials.includes((await box.getAttribute('data-test')).slice(5))
      if (on !== wanted) await box.click()
    }
  await at(page, 'needs').fill('生产线不停，一次只空出一台地磅')
  await at(page, 'send-booking').click()
  await page.waitForURL(/bookings\//)
  return page.url().split('/').pop()
}

async function acceptBooking(booking) {
  const page = await world.as('dispatcher')
  await go(page, world, `/bookings/${booking}`)
  await at(page, 'accept-booking').click()
  await at(page, 'plan-trip').click()
  await at(page, 'save-plan').waitFor()
  await until(() => page.locator('[data-test^="lot-"]').count())
  return page
}

async function planBadly(page) {
  const people = (await must(page, 'GET', 'api/persons?limit=100')).items
  const driver = people.find((p) => /司机|驾驶/.test(p.title_zh) && p.office_name.includes('计量'))
  await choose(page, 'verifiers', driver.name)
  await at(page, 'lot-T1-OLD-001').locator('.el-input-number__increase').click()
  await at(page, 'save-plan').click()
  await at(page, 'trip.standard_expired').first().waitFor()
  await page.evaluate(() => window.scrollTo(0, 0))
  await picture(page, 'plan')
  expect('an expired weight is refused with the reason', (await at(page, 'trip.standard_expired').first().textContent()).includes('T1-OLD'))
  expect('a driver without a credential is refused with the reason', (await at(page, 'trip.no_credential').first().textContent()).includes(driver.name))
  expect('nothing was planned', page.url().endsWith('/plan'))
  await page.locator('[data-test=verifiers] .el-tag__close').first().click()
  await page.keyboard.press('Escape')
  await at(page, 'lot-T1-OLD-001').locator('.el-input-number__decrease').click()
}

async function planWell(page) {
  const me = (await must(await world.as('verifier', TABLET), 'GET', 'api/session')).person.name
  await choose(page, 'verifiers', me)
  await at(page, 'check-plan').click()
  await at(page, 'trip.needs_repeatability').first().waitFor()
  expect('the repeatability needed is shown', await page.locator('td', { hasText: '0.2 e' }).count() > 0)
  await at(page, 'save-plan').click()
  await page.waitForURL(/trips\//)
  await at(page, 'trip-publish').click()
  await at(page, 'trip-publish').waitFor({ state: 'detached' })
  return page.url().split('/').pop()
}

async function startTrip(trip) {
  const page = await world.as('verifier', TABLET)
  await go(page, world, `/trips/${trip}`)
  await at(page, 'trip-start').click()
  await page.locator('[data-test^="open-"]').first().waitFor()
  const tasks = (await must(page, 'GET', `api/trips/${trip}`)).tasks
  return tasks.sort((a, b) => Number(b.params.max) - Number(a.params.max) || (a.serial < b.serial ? -1 : 1))
}

async function open(trip, task) {
  const page = await world.as('verifier')
  await go(page, world, `/trips/${trip}`)
  await at(page, `open-${task.serial}`).click()
  await page.waitForURL(/records\//)
  await page.locator('tr[data-row]').first().waitFor()
  return page.url().split('/').pop()
}

async function submit(page, id) {
  await go(page, world, `/records/${id}`)
  await at(page, 'submit-record').click()
  await at(page, 'submit-record').waitFor({ state: 'detached' })
  expect('signed and submitted', (await must(page, 'GET', `api/records/${id}`)).state, 'submitted')
}

/** The 100 t scale, typed row by row in the order of the day. */
async function hundredTonnes(trip, task) {
  const id = await open(trip, task)
  const page = await world.as('verifier')
  const record = await must(page, 'GET', `api/records/${id}`)
  expect('a new record is incomplete', record.verdict, 'incomplete')
  const loads = rowsOf(record).filter((r) => needed(r) && r.form === 'load' && r.key.startsWith('up.'))
  const wide = loads[1].key
  const odd = loads[2].key
  const seen = record.plan.steps.find((s) => s.test === 'eccentricity').rows[4].key
  await typeAll(page, record, {
    [seen]: async (row, value) => {
      await page.evaluate(() => document.querySelector('.now').scrollIntoView())
      for (const [name, text] of Object.entries(value)) await at(page, `read-${name}`).fill(text)
      await picture(page, 'field')
      await type(page, row, value)
    },
    [wide]: async (row, value) => type(page, row, { ...value, i: value.i.replace(/\d/g, (d) => String.fromCharCode(0xfee0 + d.charCodeAt(0))) }),
    [odd]: async (row, value) => {
      await type(page, row, { ...value, i: String(Number(value.i) + 7) })
      await at(page, 'confirm-reading').waitFor()
      expect('a reading that is no multiple of d is asked back', await page.locator('.asked p').count() > 0)
      await at(page, 'confirm-reading').click()
      await at(page, `strike-${row.key}`).click()
      await at(page, 'why-text').fill('读错了一位')
      await at(page, 'why-send').click()
      await until(() => page.locator(`tr.now[data-row="${row.key}"]`).count())
      await type(page, row, value)
    },
  })
  const done = await must(page, 'GET', `api/records/${id}`)
  expect('complete and within the limits: pass', done.verdict, 'pass')
  const judged = done.result.rows.filter((r) => r.ec && loads.some((l) => l.key === r.key))
  expect('each reading was judged in the browser before it was sent', judged.length > 0 && judged.filter((r) => !shownBefore.get(r.key)?.includes(`Ec ${r.ec.replace('-', '−')} `) && !shownBefore.get(r.key)?.includes(`Ec +${r.ec} `)).map((r) => [r.key, r.ec, shownBefore.get(r.key)]), [])
  expect('browser and server agree', await at(page, 'live-differs').count(), 0)
  expect('the verdict is on the page', await tag(page, 'verdict'), '合格')
  expect('the full-width reading was understood', done.entries.some((x) => x.row_key === wide && !x.struck && /[０-９]/.test(x.value.i)))
  expect('the struck reading is kept', done.entries.filter((x) => x.row_key === odd && x.struck).length, 1)
  await submit(page, id)
  return id
}

/** As found it fails, it is adjusted, the complete set is typed again, seals renewed. */
async function adjusted(trip, task) {
  const id = await open(trip, task)
  const page = await world.as('verifier')
  let record = await must(page, 'GET', `api/records/${id}`)
  await fill(page, id, { [corner(record)]: 3 * Number(record.plan.e) })
  await go(page, world, `/records/${id}`)
  expect('as found: fail', await tag(page, 'verdict'), '不合格')
  for (const seal of record.seals.filter((s) => !s.broken_ms)) {
    await at(page, `photo-${seal.number}`).setInputFiles({ name: 'seal.png', mimeType: 'image/png', buffer: PHOTO })
    await at(page, `break-${seal.number}`).click()
    await at(page, `break-${seal.number}`).waitFor({ state: 'detached' })
  }
  await at(page, 'adjust').click()
  await at(page, 'why-text').fill('角差调整，重新标定')
  await at(page, 'why-send').click()
  await until(async () => (await tag(page, 'verdict')) === '未完成')
  record = await must(page, 'GET', `api/records/${id}`)
  expect('the adjustment voids the readings', [record.set_no, record.verdict], [2, 'incomplete'])
  await typeAll(page, record)
  for (let i = 1; i <= record.seals.length; i++) {
    await at(page, 'seal-number').fill(`${record.number}-${i}`)
    await at(page, 'seal-position').fill('接线盒')
    await at(page, 'seal-apply').click()
    await page.locator('td', { hasText: `${record.number}-${i}` }).first().waitFor()
  }
  record = await must(page, 'GET', `api/records/${id}`)
  expect('as found and as left are both kept', record.sets.map((s) => s.result.verdict), ['fail', 'pass'])
  await submit(page, id)
  return id
}

async function review(login, id, decision = 'pass', reason = '') {
  const page = await world.as(login)
  await go(page, world, `/records/${id}`)
  await at(page, 'review-pass').waitFor()
  if (reason) await at(page, 'review-reason').fill(reason)
  await at(page, `review-${decision}`).click()
  if (login === 'approver' && decision === 'pass') {
    await page.waitForURL(/certificates\//)
    return page.url().split('/').pop()
  }
  await at(page, 'review-pass').waitFor({ state: 'detached' })
  return ''
}

async function passOn(id) {
  await review('checker', id)
  return review('approver', id)
}

async function certificates(papers) {
  const page = await world.as('approver')
  const all = []
  for (const id of papers) all.push(await must(page, 'GET', `api/certificates/${id}`))
  const serials = all.map((p) => Number(p.number.split('-').pop())).sort((a, b) => a - b)
  expect('five verification certificates', all.map((p) => p.kind), Array(5).fill('verification'))
  expect('numbers without gaps', serials, serials.map((_, i) => serials[0] + i))
  const pdf = await page.context().request.get(`${world.base}api/certificates/${papers[0]}/pdf`)
  expect('the paper is a PDF', [(await pdf.body()).subarray(0, 5).toString(), pdf.headers()['content-type']], ['%PDF-', 'application/pdf'])
  const stranger = await world.context()
  await go(stranger, world, `/c/${all[0].number}`, true)
  const status = await at(stranger, 'public-status').textContent()
  expect('anyone sees status and number', status.includes('✓') && status.includes(all[0].number))
  await stranger.context().close()
  return all
}

async function money(booking) {
  const page = await world.as('dispatcher')
  await go(page, world, `/bookings/${booking}`)
  await at(page, 'charge-exempt').first().waitFor()
  const shown = { exempt: await at(page, 'charge-exempt').count(), waived: await at(page, 'charge-waived').count(), payable: await at(page, 'charge-payable').count() }
  expect('five lines exempt by law, crane and transport waived', shown, { exempt: 5, waived: 2, payable: 0 })
  return must(page, 'GET', `api/charges?booking_id=${booking}&limit=100`)
}

async function answer(id) {
  const page = await world.as('metrology')
  await go(page, world, `/demands/${id}`)
  await at(page, 'step-answer').click()
  await at(page, 'answer').fill('五台地磅已逐台上门检定，生产线没有停，证书随附。')
  expect('the certificates are attached', await page.locator('.el-checkbox.is-checked').count(), 5)
  await at(page, 'send-answer').click()
  const href = await at(page, 'confirm-link').getAttribute('href')
  const stranger = await world.context({ width: 390, height: 844 })
  await stranger.goto(href.replace(/^https?:\/\/[^/]+\//, world.base))
  await at(stranger, 'say-satisfied').check()
  await at(stranger, 'stars-5').check({ force: true })
  await at(stranger, 'downtime').check()
  await at(stranger, 'send-confirm').click()
  await at(stranger, 'confirmed').waitFor()
  await stranger.context().close()
  const d = await must(page, 'GET', `api/demands/${id}`)
  expect('the demand is struck off', [d.state, d.satisfaction, d.rating], ['CLOSED', 'satisfied', 5])
}

function byForeignKeys(paper, demand) {
  const line = world.sql(
    'select d.id, b.number, t.number, r.number, c.number from certificate c join record r on r.org = c.org and r.id = c.record_id ' +
      'join trip_task k on k.org = r.org and k.id = r.trip_task_id join trip t on t.org = k.org and t.id = k.trip_id ' +
      'join booking_line l on l.org = k.org and l.id = k.booking_line_id join booking b on b.org = l.org and b.id = l.booking_id ' +
      `join demand d on d.org = b.org and d.id = b.demand_id where c.id = '${paper.id}'`,
  ).split('|')
  expect('certificate, record, trip, booking, demand by foreign keys', [line.length, line[0], line[4]], [5, demand, paper.number])
}

function recount(when) {
  if (!/^\s+check\s/m.test(world.qh('--help'))) return
  let said = ''
  try {
    world.qh('check', '--db', world.url)
  } catch (e) {
    said = String(e.stdout || e.stderr || e)
  }
  expect(`qh check finds everything in order ${when}`, said, '')
}

async function theCase() {
  const leader = await world.as('leader')
  const before = await figures(leader)
  ids.demand = await stateDemand()
  await toOffice(ids.demand)
  ids.booking = await book(ids.demand)
  const page = await acceptBooking(ids.booking)
  await planBadly(page)
  ids.trip = await planWell(page)
  const tasks = await startTrip(ids.trip)
  expect('five weighbridges on the trip', tasks.length, 5)
  ids.records.push(await hundredTonnes(ids.trip, tasks[0]), await adjusted(ids.trip, tasks[1]))
  const verifier = await world.as('verifier')
  for (const task of tasks.slice(2)) {
    const id = await open(ids.trip, task)
    await fill(verifier, id)
    await submit(verifier, id)
    ids.records.push(id)
  }
  await review('checker', ids.records[1], 'return', '请补充角差调整的说明')
  expect('returned once', (await must(verifier, 'GET', `api/records/${ids.records[1]}`)).state, 'returned')
  await submit(verifier, ids.records[1])
  for (const id of ids.records) ids.papers.push(await passOn(id))
  const papers = await certificates(ids.papers)
  await go(verifier, world, `/trips/${ids.trip}`)
  await at(verifier, 'trip-finish').click()
  await at(verifier, 'trip-finish').waitFor({ state: 'detached' })
  const charges = await money(ids.booking)
  await answer(ids.demand)
  expect('the dashboard moved by exactly these events', moved(before, await figures(leader)), {
    'certificate.verification': 5,
    'charge.exempt_fen': charges.exempt_fen,
    'charge.waived_fen': charges.waived_fen,
    'demand.answered': 1,
    'demand.asked': 1,
    'demand.closed': 1,
    'demand.content': 1,
    'demand.done': 1,
    'demand.followed_up': 1,
    'demand.on_time': 1,
    'demand.once': 1,
    'demand.registered': 1,
    'demand.resolved': 1,
    'demand.satisfied': 1,
    'downtime.days': 2,
  })
  expect('exempt by law: five times 3,300 yuan', [charges.exempt_fen, charges.payable_fen], [5 * 330000, 0])
  for (const paper of papers) byForeignKeys(paper, ids.demand)
  recount('after the case')
  return tasks
}

/** The same scale again, the same readings but one, changed by 2 e before submission. */
async function theVariant(task) {
  const leader = await world.as('leader')
  const before = await figures(leader)
  const demand = await stateDemand()
  await toOffice(demand)
  const booking = await book(demand, [task.serial])
  const plan = await acceptBooking(booking)
  const trip = await planWell(plan)
  await startTrip(trip)
  const id = await open(trip, task)
  const page = await world.as('verifier')
  await fill(page, id)
  await go(page, world, `/records/${id}`)
  expect('the same readings pass', await tag(page, 'verdict'), '合格')
  const record = await must(page, 'GET', `api/records/${id}`)
  const row = rowsOf(record).find((r) => r.key === corner(record))
  await at(page, `strike-${row.key}`).click()
  await at(page, 'why-text').fill('重读：多出两个分度')
  await at(page, 'why-send').click()
  await until(() => page.locator(`tr.now[data-row="${row.key}"]`).count())
  await type(page, row, reading(record.plan, row, 2 * Number(record.plan.e)))
  await at(page, 'confirm-reading').click()
  expect('2 e more and the verdict is fail', await until(async () => (await tag(page, 'verdict')) === '不合格'))
  await submit(page, id)
  const paper = await must(await world.as('approver'), 'GET', `api/certificates/${await passOn(id)}`)
  expect('a notice of result without validity', [paper.kind, paper.valid_until_day], ['notice', null])
  expect('the failed item comes first', paper.content.tables[0].verdict, 'fail')
  const charges = await must(leader, 'GET', `api/charges?booking_id=${booking}&limit=100`)
  expect('no relief arises from a failure', charges.items.map((x) => [x.ground, x.amount_fen, x.reason]), [['exempt', 0, 'charge.not_passed']])
  expect('the dashboard shows a notice instead', moved(before, await figures(leader)), { 'certificate.notice': 1, 'demand.registered': 1 })
  ids.notice = paper.id
  recount('after the variant')
}

let tasks
try {
  await world.serve()
  await world.browse()
  tasks = await theCase()
  await theVariant(tasks[0])
  ids.ledger = await ledger(world)
  ids.supervised = await supervise(world)
  recount('after the ledger')
  await pictures(world, ids)
  expect('no page threw an error', world.errors, [])
} catch (error) {
  broken(error)
  for (const [login, page] of world.people ?? []) {
    console.log(`${login}: ${page.url()} ${(await page.locator('[role=alert]').allTextContents()).join(' | ')}`)
    await page.screenshot({ path: `${(await import('./lib.mjs')).outFolder()}/broken-${login}.png` })
  }
} finally {
  await world.close()
}
process.exit(total())
