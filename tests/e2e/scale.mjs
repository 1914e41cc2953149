// A weighbridge with a small error of our choice: what its display shows for a row of the
// plan.  Whole tenths of e throughout, so that numbers of JavaScript are exact here.
import { api, at, must, until } from './lib.mjs'

const plain = (tenths) => {
  const whole = Math.trunc(tenths / 10)
  return tenths % 10 ? `${whole}.${Math.abs(tenths % 10)}` : String(whole)
}
/** error in units of the scale, so that P - L = error. */
export function reading(plan, row, error = 0) {
  if (row.form === 'item') return { result: 'pass' }
  if (row.form === 'value') return { value: row.unit === '%' ? '60' : '23' }
  const e = Number(plan.e) * 10
  const step = Number(plan.small_weight) * 10
  const load = Number(row.load ?? '0') * 10
  if (row.form === 'discrimination') return { i: plain(load), i1: plain(load - e), i2: plain(load + e) }
  const show = (true_) => {
    let shown = Math.round(true_ / e) * e
    let dl = shown + e / 2 - true_
    if (dl <= 0) {
      shown += e
      dl += e
    }
    return [plain(shown), plain(Math.round(dl / step) * step)]
  }
  const now = show(load + error * 10)
  const zero = show(Number(row.e0_load ?? plan.zero_load) * 10)
  // The weights are off again; the substitutes of the stages before stay.
  const back = row.substitute_stages > 1 || row.form === 'substitute' ? load - Number(plan.stage_mass ?? '0') * 10 : 0
  const all = { i: now[0], dl: now[1], e0_i: zero[0], e0_dl: zero[1], back_i: back > 0 ? show(back)[0] : zero[0] }
  return Object.fromEntries(row.wants.map((w) => [w, all[w]]))
}
export const rowsOf = (record) => record.plan.steps.flatMap((s) => s.rows)
export const corner = (record) => record.plan.steps.find((s) => s.test === 'eccentricity').rows[0].key
const needed = (row) => row.required || row.form === 'item' || row.form === 'substitute'

/** Every row of the record through the API, with the session of the page. */
export async function fill(page, id, errors = {}, leave = () => false) {
  const record = await must(page, 'GET', `api/records/${id}`)
  let version = record.version
  for (const row of rowsOf(record)) {
    if (!needed(row) || leave(row.key)) continue
    const body = { version, row_key: row.key, value: reading(record.plan, row, errors[row.key] ?? 0) }
    let done = await api(page, 'POST', `api/records/${id}/entries`, body)
    // A large error is asked back; the officer confirms that it was read right.
    if (done.body?.key === 'record.ask_back') done = await api(page, 'POST', `api/records/${id}/entries`, { ...body, confirmed: true })
    if (done.status >= 300) throw new Error(`${row.key}: ${JSON.stringify(done.body)}`)
    version = done.body.version
  }
}
/** What the page showed of a row before it was sent: the engine in the browser. */
export const shownBefore = new Map()
/** Types one row as an officer does: into the fields, then Enter or the button. */
export async function type(page, row, value) {
  const line = page.locator(`tr.now[data-row="${row.key}"]`)
  if (!(await line.count())) await page.locator(`tr[data-row="${row.key}"] button.key`).first().click()
  await line.waitFor()
  if (row.form === 'item') {
    await at(page, `item-${value.result}`).click()
    return
  }
  for (const [name, text] of Object.entries(value)) await at(page, `read-${name}`).fill(text)
  shownBefore.set(row.key, (await at(page, 'live').textContent()).trim())
  await at(page, 'enter').click()
}
/** Types all rows in the order of the day; special: row key -> work(page, row, value). */
export async function typeAll(page, record, special = {}) {
  for (const row of rowsOf(record)) {
    if (!needed(row)) continue
    const value = reading(record.plan, row)
    if (special[row.key]) await special[row.key](row, value)
    else await type(page, row, value)
    const taken = await until(() => page.locator(`tr[data-row="${row.key}"]:not(.now)`).count())
    if (!taken) throw new Error(`row ${row.key} was not taken: ${await page.locator('.now [role=alert]').allTextContents()}`)
  }
}
export { needed }
