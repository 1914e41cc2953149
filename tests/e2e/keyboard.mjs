// Without a mouse: on one main page of each role Tab reaches all that can be worked, shows where
// it is, and ends; a drawer keeps it, Esc gives it back; lists are walked with j and Enter.
import { at, expect, go, until } from './lib.mjs'

const TABS_MAX = 400
const PAGES = [
  ['officer', '/visits'],
  ['officer', '/visits/record'],
  ['desk', '/demands'],
  ['desk', '/supervision'],
  ['metrology', '/today'],
  ['dispatcher', '/bookings'],
  ['verifier', '/records'],
  ['approver', '/certificates'],
  ['leader', '/figures'],
  ['admin', '/settings'],
  ['silicon', '/', true],
  ['silicon', '/requests', true],
]

/** In the page: what can be worked and is seen, each with a number. */
function number() {
  const all = 'a[href], button, input, select, textarea, summary, [role="combobox"], [tabindex="0"]'
  const seen = (e) => {
    const box = e.getBoundingClientRect()
    return box.width > 0 && box.height > 0 && getComputedStyle(e).visibility !== 'hidden' && !e.closest('[inert], [aria-hidden="true"], .el-popper')
  }
  const names = new Set()
  let n = 0
  for (const e of document.querySelectorAll(all)) {
    if (e.disabled || e.tabIndex < 0 || !seen(e) || (e.closest('details:not([open])') && e.tagName !== 'SUMMARY')) continue
    // Of a group of radio buttons one is a stop.
    if (e.type === 'radio' && names.has(e.name)) continue
    if (e.type === 'radio') names.add(e.name)
    e.dataset.stop = e.type === 'radio' ? `radio ${e.name}` : String(n++)
  }
  return [...new Set([...document.querySelectorAll('[data-stop]')].map((e) => e.dataset.stop))]
}
/** In the page: where the focus is, and whether one sees it. */
function here() {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const drawn = (x) => {
    const style = x && getComputedStyle(x)
    return Boolean(style) && ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none')
  }
  const near = [e, e.nextElementSibling, e.parentElement, e.closest('label'), e.closest('.el-input__wrapper, .el-select__wrapper, .el-textarea, .el-checkbox, .el-radio')]
  const stop = e.type === 'radio' ? `radio ${e.name}` : e.dataset.stop
  return { stop, shown: near.some(drawn), html: e.outerHTML.slice(0, 120) }
}

async function walk(world, [login, hash, portal]) {
  const page = await world.as(login)
  await page.setViewportSize({ width: 1440, height: 900 })
  await go(page, world, hash, portal)
  await page.waitForLoadState('networkidle')
  const wanted = await page.evaluate(number)
  const reached = new Set()
  const unseen = []
  let ended = false
  await page.evaluate(() => document.activeElement?.blur())
  for (let i = 0; i < TABS_MAX && !ended; i++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(here)
    ended = !at || (at.stop !== undefined && reached.has(at.stop) && at.stop === wanted[0])
    if (at?.stop) reached.add(at.stop)
    if (at && !at.shown) unseen.push(at.html)
  }
  const html = async (stop) => page.evaluate((s) => document.querySelector(`[data-stop="${s}"]`)?.outerHTML.slice(0, 120), stop)
  const missed = await Promise.all(wanted.filter((s) => !reached.has(s)).map(html))
  const where = `${login} ${portal ? 'portal ' : ''}${hash}`
  expect(`Tab reaches everything: ${where}`, missed, [])
  expect(`the focus is seen everywhere: ${where}`, unseen, [])
  expect(`Tab comes round: ${where}`, ended)
}

/** A drawer opened, worked and closed by keys; the focus goes back to what opened it. */
async function drawer(world) {
  const page = await world.as('admin')
  await go(page, world, '/settings')
  const opener = at(page, 'setting-visit.day_max').locator('button')
  await opener.focus()
  await page.keyboard.press('Enter')
  await at(page, 'setting-value').waitFor()
  const inside = () => page.evaluate(() => Boolean(document.activeElement?.closest('.el-drawer')))
  expect('the focus goes into the drawer', await until(inside))
  let kept = true
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    kept &&= await inside()
  }
  expect('Tab stays in the drawer', kept)
  await page.keyboard.press('Escape')
  await at(page, 'setting-value').waitFor({ state: 'detached' })
  expect('Esc gives the focus back', await until(() => opener.evaluate((e) => e === document.activeElement)))
  await page.keyboard.press('Enter')
  await at(page, 'setting-value').waitFor()
  await at(page, 'setting-value').focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('5')
  await page.keyboard.press('Enter')
  await at(page, 'setting-confirm').waitFor()
  await until(() => at(page, 'setting-confirm').evaluate((e) => e === document.activeElement))
  await page.keyboard.press('Enter')
  await at(page, 'setting-confirm').waitFor({ state: 'detached' })
  expect('a setting is changed by keys alone', await until(async () => (await at(page, 'setting-visit.day_max').textContent()).includes('5')))
}

export async function keyboard(world) {
  for (const page of PAGES) await walk(world, page)
  await drawer(world)
}
