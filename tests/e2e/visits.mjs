// A service officer's days in a real browser: a visit planned and recorded on a telephone, the quiet
// period, what the enterprise sees and confirms, and the hand-over to a successor.
import { at, broken, choose, expect, go, must, PHOTO, total, until, World } from './lib.mjs'
import { keyboard } from './keyboard.mjs'
import { visitPictures } from './pictures.mjs'

const PHONE = { width: 390, height: 844 }
const world = new World()
const ids = {}

const dayIn = (n) => new Date(Date.now() + 8 * 3600_000 + n * 86400_000).toISOString().slice(0, 10)

async function whoIsWho() {
  const contact = await world.as('silicon')
  const officer = await world.as('officer', PHONE)
  ids.enterprise = (await must(contact, 'GET', 'api/session')).person.enterprise_id
  ids.officer = (await must(officer, 'GET', 'api/session')).person.id
  ids.name = (await must(officer, 'GET', `api/enterprises/${ids.enterprise}`)).name
  ids.before = (await must(contact, 'GET', 'api/own-visits?limit=100')).items.length
}

async function plan() {
  const page = await world.as('officer')
  await go(page, world, `/visits/plan?enterprise_id=${ids.enterprise}`)
  await until(async () => (await at(page, 'plan-enterprise').textContent())?.includes(ids.name))
  await at(page, 'plan-day').fill(dayIn(30))
  await at(page, 'plan-start').fill('09:30')
  await at(page, 'plan-purpose').fill('了解复产情况')
  await at(page, 'send-plan').click()
  await page.waitForURL(/visits\/[0-9A-Z]{26}$/)
  ids.planned = page.url().split('/').pop()
  const v = (await must(page, 'GET', `api/visits/${ids.planned}`)).visit
  expect('the plan has day and time', [v.day, v.start_min, v.state], [dayIn(30), 570, 'planned'])
  await go(page, world, '/today')
  expect('it stands on the first page', await until(async () => (await at(page, 'my-visits').textContent())?.includes(ids.name)))
}

async function quiet() {
  const page = await world.as('officer')
  await go(page, world, `/visits/plan?enterprise_id=${ids.enterprise}&day=${dayIn(31)}`)
  await at(page, 'quiet').waitFor()
  expect('the form names the visit in the way', (await at(page, 'quiet').textContent()).includes(dayIn(30)))
  await until(async () => (await at(page, 'plan-enterprise').textContent())?.includes(ids.name))
  await at(page, 'send-plan').click()
  await page.locator('form .bad').waitFor()
  expect('planning inside the quiet period is refused', page.url().includes('/visits/plan'))
  await at(page, 'first-day').click()
  await until(async () => !(await at(page, 'quiet').count()))
  await at(page, 'send-plan').click()
  await page.waitForURL(/visits\/[0-9A-Z]{26}$/)
  ids.second = page.url().split('/').pop()
  await at(page, 'step-cancel').click()
  await at(page, 'cancel-reason').fill('企业检修')
  await at(page, 'send-cancel').click()
  await at(page, 'step-cancel').waitFor({ state: 'detached' })
  expect('cancelled', (await must(page, 'GET', `api/visits/${ids.second}`)).visit.state, 'cancelled')
}

async function record() {
  const page = await world.as('officer')
  await go(page, world, `/visits/record?enterprise_id=${ids.enterprise}`)
  expect('nothing is sent before it is complete', await at(page, 'send-record').isDisabled())
  await at(page, 'kind-on_site').check()
  await at(page, 'record-met').fill('厂长')
  await at(page, 'production-expanding').check()
  await at(page, 'record-policies').fill('计量服务中小企业\n质量融资增信')
  await at(page, 'record-note').fill('二期投产，化验室扩建')
  await at(page, 'add-demand').click()
  await at(page, 'heard-0').fill('化验室的天平和烘箱要校准')
  await at(page, 'add-demand').click()
  await at(page, 'heard-1').fill('商标续展怎么办')
  await at(page, 'solved-1').check()
  await at(page, 'how-1').fill('当场讲清了网上续展的步骤')
  // The telephone loses the page: what was typed is still there.
  await page.reload()
  await until(async () => (await at(page, 'heard-1').inputValue().catch(() => '')) === '商标续展怎么办')
  expect('a draft survives a reload', await at(page, 'record-note').inputValue(), '二期投产，化验室扩建')
  const small = await page.evaluate(() => [...document.querySelectorAll('.record .choice, .record .el-button--large')].filter((e) => e.getBoundingClientRect().height < 48).length)
  expect('targets are at least 48 px high', small, 0)
  await until(async () => (await at(page, 'record-enterprise').textContent())?.includes(ids.name))
  await at(page, 'send-record').click()
  await page.waitForURL(/visits\/[0-9A-Z]{26}$/)
  ids.visit = page.url().split('/').pop()
  const d = await must(page, 'GET', `api/visits/${ids.visit}`)
  expect('two demands came out of it', d.demands.map((m) => m.solved), [false, true])
  expect('what was explained', d.policies.length, 2)
  ids.demand = d.demands[0].id
  expect('each is in the ledger with its source', (await must(page, 'GET', `api/demands/${ids.demand}`)).source, 'visit')
}

async function photosAndSignature() {
  const page = await world.as('officer')
  await at(page, 'photos').setInputFiles({ name: 'gate.png', mimeType: 'image/png', buffer: PHOTO })
  await until(async () => (await must(page, 'GET', `api/visits/${ids.visit}`)).photos.length)
  await at(page, 'sign-pad').scrollIntoViewIfNeeded()
  const box = await at(page, 'sign-pad').boundingBox()
  await page.mouse.move(box.x + 40, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(box.x + 160, box.y + 110, { steps: 8 })
  await page.mouse.up()
  await at(page, 'sign-role').fill('厂长')
  await until(async () => !(await at(page, 'send-sign').isDisabled()))
  await at(page, 'send-sign').click()
  await at(page, 'signed').waitFor()
  const d = await must(page, 'GET', `api/visits/${ids.visit}`)
  expect('signed by drawing, with the picture kept', [d.visit.sign_kind, d.photos.length], ['drawn', 2])
}

async function enterprisePages() {
  const page = await world.as('officer')
  await go(page, world, '/enterprises')
  await at(page, 'enterprise-search').fill(ids.name.slice(2, 6))
  await page.keyboard.press('Enter')
  await page.locator('td a', { hasText: ids.name }).first().waitFor()
  expect('filters live in the address', decodeURIComponent(page.url()).includes(`q=${ids.name.slice(2, 6)}`))
  await page.locator('td a', { hasText: ids.name }).first().click()
  await at(page, 'visit-line').locator('li').first().waitFor()
  expect('the line of time has plan, cancelled one and record', await at(page, 'visit-line').locator('li').count(), ids.before + 3)
}

async function portal() {
  const page = await world.as('silicon')
  await go(page, world, '/visits', true)
  await at(page, 'own-visit').first().waitFor()
  expect('the enterprise sees its planned visit and its record', await at(page, 'own-visit').count(), ids.before + 2)
  const officer = (await must(page, 'GET', `api/enterprises/${ids.enterprise}`)).officer_name
  expect('and who is its officer', (await at(page, 'own-officer').textContent()).includes(officer))
  const me = await world.as('officer')
  const second = await must(me, 'POST', 'api/visits', { enterprise_id: ids.enterprise, kind: 'follow_up', day: dayIn(0), met_role: '厂长', production_state: 'normal' })
  await page.reload()
  await at(page, 'confirm-visit').first().waitFor()
  const open = await at(page, 'confirm-visit').count()
  await at(page, 'confirm-visit').first().click()
  await at(page, 'own-stars-5').check()
  await at(page, 'send-own-confirm').click()
  await until(async () => (await at(page, 'own-stars-5').count()) === 0 && (await at(page, 'confirm-visit').count()) === open - 1)
  const d = await must(me, 'GET', `api/visits/${second.id}`)
  expect('its word is the signature', [d.visit.sign_kind, d.visit.satisfaction], ['message', 5])
}

async function handOver() {
  const desk = await world.as('desk')
  const successor = (await must(await world.as('verifier'), 'GET', 'api/session')).person
  await go(desk, world, `/enterprises/${ids.enterprise}`)
  await at(desk, 'change-pairing').click()
  await choose(desk, 'successor', successor.name)
  await at(desk, 'handover-reason').fill('岗位调动')
  await at(desk, 'send-handover').click()
  await at(desk, 'handed-over').waitFor()
  await at(desk, 'handed-over').locator('a').click()
  await desk.waitForURL(/handovers\//)
  ids.handover = desk.url().split('/').pop()
  const page = await world.as('verifier')
  await go(page, world, `/handovers/${ids.handover}`)
  await at(page, 'accept-handover').click()
  await at(page, 'accept-handover').waitFor({ state: 'detached' })
  const h = await must(page, 'GET', `api/handovers/${ids.handover}`)
  expect('accepted, with demands and the planned visit', [h.handover.state, h.lines.filter((l) => l.entity === 'demand').length >= 2, h.lines.filter((l) => l.entity === 'visit').length], ['accepted', true, 1])
  expect('the planned visit is the successor\'s', (await must(page, 'GET', `api/visits/${ids.planned}`)).visit.officer_id, successor.id)
}

async function say() {
  const page = await world.as('silicon')
  await at(page, 'feedback').click()
  await at(page, 'feedback-text').fill('字再大一点就好')
  await at(page, 'send-feedback').click()
  await page.locator('.feedback [role=status]').waitFor()
  const admin = await world.as('admin')
  await go(admin, world, '/feedback')
  await admin.locator('.said').first().waitFor()
  expect('feedback arrives with its page', (await admin.locator('.said').first().textContent()).includes('portal.html#/visits'))
}

/** A window of today that has begun and goes on, in the office's time. */
function windowNow() {
  const minutes = Math.floor((Date.now() + 8 * 3600_000) / 60_000) % 1440
  const clock = (m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
  return { day: dayIn(0), from: clock(Math.max(0, minutes - 60)), until: clock(Math.min(1439, minutes + 120)) }
}

// What is offered is picked in one go; one of it becomes an appointment and is done.
async function order() {
  const page = await world.as('silicon')
  await go(page, world, '/', true)
  await at(page, 'offer-QC01').waitFor()
  expect('the offer tells why it is made', (await page.locator('.offer', { has: at(page, 'offer-QC01') }).textContent()).includes('新材料'))
  await at(page, 'offer-QC01').click()
  await at(page, 'pick-QC01').check()
  const w = windowNow()
  await at(page, 'QC01-day-0').fill(w.day)
  await at(page, 'QC01-from-0').fill(w.from)
  await at(page, 'QC01-until-0').fill(w.until)
  await at(page, 'idle-QC01').check()
  await at(page, 'note-QC01').fill('想先看看差距')
  await at(page, 'pick-IP01').check()
  await at(page, 'untimed-IP01').check()
  await at(page, 'send-pick').click()
  await at(page, 'order-made').waitFor()
  ids.request = (await at(page, 'made-request').getAttribute('href')).split('/').pop()
  const demand = (await at(page, 'made-demand').getAttribute('href')).split('/').pop()
  const d = await must(page, 'GET', `api/demands/${demand}`)
  expect('what has no time is a demand with its item on top', [d.source, d.proposals[0].item_code], ['online', 'IP01'])
  ids.package = (await must(await world.as('desk'), 'GET', 'api/packages')).items.find((p) => p.picks === 1)?.id
  expect('the order is counted', Boolean(ids.package))
}

async function appoint() {
  const desk = await world.as('desk')
  await go(desk, world, '/requests')
  await desk.locator('td a', { hasText: 'FW' }).first().click()
  await at(desk, 'request-accept').click()
  await at(desk, 'send-request-step').click()
  await at(desk, 'request-finish').click()
  await at(desk, 'request-done').fill('完成差距分析，列出 12 条改进')
  await at(desk, 'send-request-step').click()
  await at(desk, 'request-finish').waitFor({ state: 'detached' })
  const page = await world.as('silicon')
  await go(page, world, '/', true)
  await at(page, 'waiting').locator('a').first().click()
  await page.waitForURL(/requests\//)
  await at(page, 'request-confirm').focus()
  await page.keyboard.press('Enter')
  await at(page, 'request-stars-1').focus()
  await page.keyboard.press('Space')
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
  await at(page, 'send-request-step').focus()
  await page.keyboard.press('Enter')
  await at(page, 'request-confirm').waitFor({ state: 'detached' })
  const a = (await must(page, 'GET', `api/appointments/${ids.request}`)).appointment
  expect('accepted, done, confirmed with the keyboard alone', [a.state, a.rating, a.not_producing], ['confirmed', 5, true])
}

try {
  await world.serve()
  await world.browse()
  for (const step of [whoIsWho, plan, quiet, record, photosAndSignature, enterprisePages, portal, handOver, say, order, appoint]) await step()
  await keyboard(world)
  if (!process.env.QH_NO_PICTURES) await visitPictures(world, { ...ids, day: dayIn(30), later: dayIn(31) })
  expect('no error on any page', world.errors, [])
  world.qh('check', '--db', world.url)
  expect('qh check recounts all of it', true)
} catch (error) {
  for (const [login, page] of world.people ?? []) {
    await page.screenshot({ path: `tests/e2e/out/broken-${login}.png`, fullPage: true }).catch(() => {})
    console.log(`${login}: ${page.url()}`)
  }
  broken(error)
} finally {
  await world.close()
}
process.exit(total())
