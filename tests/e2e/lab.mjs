#!/usr/bin/env node
// A laboratory record in Chromium: named quantities, points with several readings pasted
// from a spreadsheet, a question, a correction, the trace, the signature; then at 1440 and
// 390 px and in English.
import { join } from 'node:path'
import { at, broken, expect, go, must, outFolder, total, until, World } from './lib.mjs'

const DAY = 86400_000
const AMBIENT = { 'cond.temperature': '23.0', 'cond.humidity': '52', 'in.t_solution': '25.0', 'input_current.ph1': '7.00', 'input_current.ph2': '7.00' }

/** A trip that is under way to one laboratory instrument; its task. */
async function trip(world, regulation) {
  const silicon = await world.as('silicon')
  const demand = await must(silicon, 'POST', 'api/demands', { text: '化验室的酸度计快到期了，请上门检定' })
  const desk = await world.as('desk')
  const path = `api/demands/${demand.id}`
  const version = async (page) => (await must(page, 'GET', path)).version
  await must(desk, 'POST', `${path}/triage`, { version: await version(desk), item_code: 'ME02', kind: 'ordinary', route: 'own' })
  const office = (await must(desk, 'GET', 'api/offices')).items.find((o) => o.code === 'O19')
  await must(desk, 'POST', `${path}/assign`, { version: await version(desk), office_id: office.id })
  const metrology = await world.as('metrology')
  await must(metrology, 'POST', `${path}/accept`, { version: await version(metrology) })
  const enterprise = (await must(metrology, 'GET', path)).enterprise_id
  const page = await must(metrology, 'GET', `api/instruments?enterprise_id=${enterprise}&limit=100`)
  const instrument = page.items.find((i) => i.regulation === regulation)
  const now = Date.now()
  const booking = await must(metrology, 'POST', 'api/bookings', { demand_id: demand.id, lines: [{ instrument_id: instrument.id, service: 'verification', stage: 'periodic' }], windows: [{ from_ms: now - DAY, until_ms: now + 3 * DAY }], needs: '', downtime_days: 0 })
  const dispatcher = await world.as('dispatcher')
  await must(dispatcher, 'POST', `api/bookings/${booking.id}/accept`, { version: booking.version })
  const line = (await must(dispatcher, 'GET', `api/bookings/${booking.id}`)).lines[0]
  const standards = (await must(dispatcher, 'GET', 'api/standards?limit=1000')).items.filter((s) => !s.nominal_kg)
  const van = (await must(dispatcher, 'GET', 'api/vehicles')).items.find((v) => v.kind === 'van')
  const verifier = await world.as('verifier')
  const me = (await must(verifier, 'GET', 'api/session')).person.id
  const day = new Date(now + 8 * 3600_000).toISOString().slice(0, 10)
  const plan = await must(dispatcher, 'POST', 'api/trips', { booking_id: booking.id, vehicle_id: van.id, from_day: day, until_day: day, crew: [{ person_id: me, duty: 'verify' }], standard_ids: standards.map((s) => s.id), tasks: [{ booking_line_id: line.id, from_ms: now, until_ms: now + 1000 }] })
  const published = await must(dispatcher, 'POST', `api/trips/${plan.id}/publish`, { version: plan.version })
  return (await must(verifier, 'POST', `api/trips/${plan.id}/start`, { version: published.version })).tasks[0]
}

const cell = (page, row, want) => at(page, `${row}-${want}`)
const verdict = (page) => page.locator('[data-test=verdict]').innerText()
/** What a spreadsheet puts on the clipboard, into a cell. */
async function pasteInto(page, row, want, text) {
  await cell(page, row, want).evaluate((input, text) => {
    const data = new DataTransfer()
    data.setData('text', text)
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
}

async function record(world, task) {
  const page = await world.as('verifier')
  const opened = await must(page, 'POST', 'api/records', { trip_task_id: task.id })
  await go(page, world, `/records/${opened.id}`)
  await page.waitForSelector('[data-row="visual.appearance"]')
  for (const [row, value] of Object.entries(AMBIENT)) await cell(page, row, 'value').fill(value)
  for (const test of ['conditions', 'inputs', 'input_current']) {
    await at(page, `enter-${test}`).click()
    await until(async () => !(await page.locator(`[data-test=enter-${test}]`).isEnabled().catch(() => false)))
  }
  await at(page, 'pass-visual.appearance').click()
  await page.waitForSelector('[data-test="strike-visual.appearance"]')
  await at(page, 'pass-visual.keys').click()
  await page.waitForSelector('[data-test="strike-visual.keys"]')
  await pasteInto(page, 'unit_error.1', 'x1', '3.00\t3.00\n5.00\t5.01\n7.00\t7.00\n9.00\t9.00\n11.00\t11.00\n')
  expect('a block from a spreadsheet fills the rows below', await cell(page, 'unit_error.5', 'x2').inputValue(), '11.00')
  await at(page, 'enter-unit_error').click()
  await page.waitForSelector('[data-test="strike-unit_error.5"]')
  await pasteInto(page, 'indication.1', 'x1', '4.013\t4.01\t4.01\t4.00\t4.01\t4.01')
  await at(page, 'enter-indication').click()
  await at(page, 'confirm-reading').waitFor()
  expect('a reading that the display cannot show is asked back', await page.locator('.asked').innerText().then((t) => t.includes('?')))
  await at(page, 'confirm-reading').click()
  await page.waitForSelector('[data-test="strike-indication.1"]')
  expect('everything read passes', (await verdict(page)).includes('合格'))
  await at(page, 'strike-indication.1').click()
  await at(page, 'why-text').fill('抄错一位')
  await at(page, 'why-send').click()
  await cell(page, 'indication.1', 'x1').waitFor()
  expect('a missing row is never a pass', (await verdict(page)).includes('未完成'))
  await pasteInto(page, 'indication.1', 'x1', '4.01\t4.01\t4.01\t4.00\t4.01\t4.01')
  await at(page, 'enter-indication').click()
  await page.waitForSelector('[data-test="strike-indication.1"]')
  await at(page, 'show-trace').click()
  await page.waitForSelector('.trace li')
  expect('the trace says why', (await page.locator('.trace').innerText()).includes('符合'))
  expect('the best grade is shown', (await at(page, 'best-grade').innerText()).length > 0)
  return opened.id
}

async function pictures(world, id) {
  const page = await world.as('verifier')
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await go(page, world, `/records/${id}`)
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(outFolder(), `lab-record-${width}.png`), fullPage: true })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(`fits ${width} px`, wide <= 0)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.evaluate(() => localStorage.setItem('qh.locale', 'en'))
  await page.reload()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(outFolder(), 'lab-record-en.png'), fullPage: true })
  await page.evaluate(() => localStorage.removeItem('qh.locale'))
  await page.reload()
}

const world = new World()
try {
  await world.serve()
  await world.browse()
  const id = await record(world, await trip(world, 'JJG 119'))
  await pictures(world, id)
  const page = await world.as('verifier')
  await at(page, 'submit-record').click()
  await until(async () => (await must(page, 'GET', `api/records/${id}`)).state === 'submitted')
  expect('signed', (await must(page, 'GET', `api/records/${id}`)).state, 'submitted')
  expect('no page threw an error', world.errors, [])
} catch (e) {
  broken(e)
} finally {
  await world.close()
}
process.exit(total())
