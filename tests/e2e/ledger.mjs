// The ledger on its pages: one text split, clocks paused and extended by two people, an answer
// that does not satisfy, and the link that opens a closed demand again.
import { expect, go, must } from './lib.mjs'
import { picture } from './pictures.mjs'

const TEXT = '电线要不要办三C认证，我们分不清楚？另外想问问商标快到期了怎么续展。'

const at = (page, name) => page.locator(`[data-test="${name}"]`)
const fill = async (page, name, text) => {
  await at(page, name).first().waitFor()
  const box = at(page, name).first()
  await ((await box.evaluate((e) => e.tagName)) === 'DIV' ? box.locator('input,textarea').first() : box).fill(text)
}
/** One step by its button, its fields and its drawer. */
async function take(page, action, fields = {}, send = 'send-step') {
  await at(page, `step-${action}`).click()
  for (const [name, text] of Object.entries(fields)) await fill(page, name, text)
  await at(page, send).click()
  await at(page, send).waitFor({ state: 'detached' })
}
const dayIn = (n) => new Date(Date.now() + n * 86400e3 + 8 * 3600e3).toISOString().slice(0, 10)

/** The desk cuts the text in two and sends the first part to an office. */
async function split(world, id, office) {
  const desk = await world.as('desk')
  await go(desk, world, `/demands/${id}`)
  await at(desk, 'step-split').click()
  await at(desk, 'part-1').waitFor()
  await picture(desk, 'demand-split')
  await at(desk, 'send-split').click()
  await at(desk, 'send-split').waitFor({ state: 'detached' })
  const d = await must(desk, 'GET', `api/demands/${id}`)
  expect('two demands come of one text', [d.family.length, d.family[0]?.kin, d.text.includes('商标')], [1, 'split', false])
  await must(desk, 'POST', `api/demands/${id}/triage`, { version: d.version, item_code: 'QC03', kind: 'ordinary', route: 'own' })
  await must(desk, 'POST', `api/demands/${id}/assign`, { version: d.version + 1, office_id: office })
}

/** The handler keeps the enterprise told, pauses and asks for time, which a leader gives. */
async function work(world, id) {
  const handler = await world.as('metrology')
  await go(handler, world, `/demands/${id}`)
  await at(handler, 'step-accept').click()
  await at(handler, 'step-contact').waitFor()
  await take(handler, 'contact')
  await take(handler, 'propose', { text: '先查目录，三天内书面告知是否属于三C产品。' })
  await take(handler, 'pause', { until_day: dayIn(4), note: '等企业提供产品规格书' })
  expect('the pause is seen', await handler.locator('.bar i.pause').count() > 0)
  await take(handler, 'extend_ask', { reason: '检验所排期' })
  const leader = await world.as('leader')
  await go(leader, world, `/demands/${id}`)
  await take(leader, 'extend', { note: '同意' })
  const d = await must(leader, 'GET', `api/demands/${id}`)
  expect('asked by one, approved by another', [d.state, d.extensions[0].state], ['EXT', 'approved'])
  expect('contact and plan are kept', d.promises.filter((p) => ['contact', 'proposal'].includes(p.name)).map((p) => p.state), ['met', 'met'])
  await go(handler, world, `/demands/${id}`)
  await take(handler, 'answer', { answer: '经核对不在目录内，无需办理。' }, 'send-answer')
  await at(handler, 'confirm-code').waitFor()
  return at(handler, 'confirm-link').getAttribute('href')
}

/** Satisfied at first; then it is not solved after all. */
async function reopen(world, id, href) {
  const stranger = await world.context({ width: 390, height: 844 })
  await stranger.goto(href.replace(/^https?:\/\/[^/]+\//, world.base))
  await at(stranger, 'solved-yes').check()
  await at(stranger, 'say-satisfied').check()
  await at(stranger, 'stars-5').check({ force: true })
  await at(stranger, 'send-confirm').click()
  await at(stranger, 'confirmed').waitFor()
  await stranger.reload()
  await at(stranger, 'reopen').click()
  await fill(stranger, 'reopen-why', '监管所又说要办，没有解决')
  await picture(stranger, 'confirm-reopen')
  await at(stranger, 'send-reopen').click()
  await at(stranger, 'confirmed').waitFor()
  await stranger.context().close()
  const desk = await world.as('desk')
  const d = await must(desk, 'GET', `api/demands/${id}`)
  expect('the link opens it again', [d.state, d.rounds, d.follow_ups[0].solved], ['REDO', 1, 'yes'])
  await go(desk, world, `/demands/${id}`)
  await at(desk, 'step-hand').waitFor()
  expect('no answer before another handler has it', await at(desk, 'step-answer').count(), 0)
}

export async function ledger(world) {
  const contact = await world.as('cable')
  const made = await must(contact, 'POST', 'api/demands', { text: TEXT })
  const handler = await world.as('metrology')
  const me = (await must(handler, 'GET', 'api/session')).person
  await split(world, made.id, me.office_id)
  const href = await work(world, made.id)
  await reopen(world, made.id, href)
  return made.id
}
