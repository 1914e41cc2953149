// Supervision on its pages: the desk finds what it looks for, urges many at once, keeps the
// list as a view, issues an order; the handler replies; the desk closes it.
import { at, expect, go, must, until } from './lib.mjs'
import { picture } from './pictures.mjs'

const WORD = '锡焊'
const TEXTS = [`${WORD}烟尘检测仪要校准，哪里能做？`, `${WORD}车间的压力表到期了，请上门检定。`]
const fill = async (page, name, text) => {
  const box = at(page, name).first()
  await box.waitFor()
  await ((await box.evaluate((e) => e.tagName)) === 'DIV' ? box.locator('input,textarea').first() : box).fill(text)
}

async function state(world) {
  const contact = await world.as('cable')
  const made = []
  for (const text of TEXTS) made.push(await must(contact, 'POST', 'api/demands', { text }))
  const handler = await world.as('metrology')
  const me = (await must(handler, 'GET', 'api/session')).person
  const desk = await world.as('desk')
  const path = `api/demands/${made[0].id}`
  await must(desk, 'POST', `${path}/triage`, { version: 1, item_code: 'ME01', kind: 'ordinary', route: 'own' })
  await must(desk, 'POST', `${path}/assign`, { version: 2, office_id: me.office_id })
  return made
}

/** Found by a word of two characters, chosen and urged together. */
async function urgeAll(world, made) {
  const desk = await world.as('desk')
  await go(desk, world, '/demands')
  await fill(desk, 'filter-q', WORD)
  await at(desk, 'filter-go').click()
  await until(async () => (await at(desk, 'pick').count()) === TEXTS.length)
  expect('a word of two characters finds both', await at(desk, 'pick').count(), TEXTS.length)
  expect('the address keeps the words', decodeURIComponent(desk.url()).includes(WORD))
  await at(desk, 'pick-all').check()
  await at(desk, 'bulk-urge').click()
  await fill(desk, 'bulk-note', '请今天联系企业')
  await at(desk, 'bulk-send').click()
  await at(desk, 'bulk-result').waitFor()
  await picture(desk, 'demand-bulk')
  expect('each row says what became of it', await desk.locator('[data-test="bulk-result"] li').count(), TEXTS.length)
  await at(desk, 'bulk-close').click()
  const acts = (await must(desk, 'GET', `api/demands/${made[1].id}/supervision`)).acts
  expect('the urging is in the history', acts.map((a) => [a.kind, a.note]), [['urge', '请今天联系企业']])
}

/** The list as it is now, under a name; it comes back with its filter. */
async function keepView(world) {
  const desk = await world.as('desk')
  await at(desk, 'view-new').click()
  await fill(desk, 'view-name', '锡焊企业')
  await at(desk, 'view-save').click()
  await at(desk, 'view').first().waitFor()
  await go(desk, world, '/demands')
  await at(desk, 'view').first().click()
  await until(async () => (await at(desk, 'pick').count()) === TEXTS.length)
  expect('a view brings its filter back', await at(desk, 'pick').count(), TEXTS.length)
  await desk.keyboard.press('Escape')
  await desk.locator('h1').click()
  await desk.keyboard.press('j')
  await desk.keyboard.press('Enter')
  await until(() => /\/demands\/\w{26}/.test(desk.url()))
  expect('j and Enter open the first row', /\/demands\/\w{26}/.test(desk.url()))
}

async function order(world, id) {
  const desk = await world.as('desk')
  await go(desk, world, `/demands/${id}`)
  await at(desk, 'order').click()
  await fill(desk, 'order-reason', '企业急用，临近时限')
  await fill(desk, 'order-required', '报送上门时间和人员')
  await at(desk, 'order-issue').click()
  await desk.locator('[data-test="supervision"] [data-test="order"] h2').waitFor()
  const handler = await world.as('metrology')
  await go(handler, world, '/supervision/orders')
  await at(handler, 'order-reply').first().click()
  await fill(handler, 'order-note', '周三上午两人上门')
  await picture(handler, 'supervision-order')
  await at(handler, 'order-send').click()
  await at(handler, 'order-send').waitFor({ state: 'detached' })
  await go(desk, world, '/supervision/orders')
  await at(desk, 'order-close').first().click()
  await fill(desk, 'order-note', '同意，销单')
  await at(desk, 'order-send').click()
  await at(desk, 'order-send').waitFor({ state: 'detached' })
  const seen = await must(desk, 'GET', `api/demands/${id}/supervision`)
  expect('order, reply and closing', [seen.orders[0].state, seen.orders[0].reply], ['closed', '周三上午两人上门'])
}

/** Listed supervision, and the large-type view that stays. */
async function listed(world) {
  const desk = await world.as('desk')
  await go(desk, world, '/supervision')
  await desk.locator('table.list tbody tr').first().waitFor()
  expect('what is overdue is red in words', (await desk.locator('table.list tbody tr').first().textContent()).includes('逾期'))
  await at(desk, 'large').click()
  await desk.reload()
  await desk.locator('table.list tbody tr').first().waitFor()
  expect('large type stays', await desk.evaluate(() => document.documentElement.classList.contains('large')))
  await picture(desk, 'supervision-large')
  await at(desk, 'large').click()
}

export async function supervise(world) {
  const made = await state(world)
  await urgeAll(world, made)
  await keepView(world)
  await order(world, made[0].id)
  await listed(world)
  return made[0].id
}
