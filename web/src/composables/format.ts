// How days, money and quantities are written.

const DAY_ZH = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const DAY_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Parts of an instant in the time of the office (UTC+8), wherever the browser is. */
function local(ms: number): Date {
  return new Date(ms + 8 * 3600_000)
}
const two = (n: number) => String(n).padStart(2, '0')

export function dayOf(ms: number): string {
  const d = local(ms)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`
}
export function dayName(day: string, english = false): string {
  const n = new Date(`${day}T00:00:00Z`).getUTCDay()
  return `${day} ${(english ? DAY_EN : DAY_ZH)[n]}`
}
/** "2025-08-06 周三", or both days if they differ. */
export function dayRange(from: string, until: string, english = false): string {
  return until && until !== from ? `${from} – ${until}` : dayName(from, english)
}
/** An instant; of what has a day only (it stands at midnight) the day alone. */
export function moment(ms: number | null | undefined, english = false): string {
  const text = stamp(ms)
  return text.endsWith(' 00:00') && ms ? dayName(dayOf(ms), english) : text
}
export function stamp(ms: number | null | undefined): string {
  if (!ms) return '—'
  const d = local(ms)
  return `${dayOf(ms)} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`
}
/** Instant of a local day and time "08:30". */
export function instant(day: string, time: string): number {
  return Date.parse(`${day}T${time}:00+08:00`)
}
export function yuan(fen: number): string {
  const whole = Math.trunc(fen / 100)
  const rest = Math.abs(fen % 100)
  const text = String(Math.abs(whole)).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0 ? '-' : ''}${text}${rest ? `.${two(rest)}` : ''}`
}
/** "20000" -> "20 000"; decimals stay text. */
export function mass(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return '—'
  const [whole = '', part] = text.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ' ')
  return part ? `${grouped}.${part}` : grouped
}
/** A number with or without a unit, its thousands apart: "100000 kg" -> "100 000 kg". */
export function grouped(text: string): string {
  return /^[-−+±]?\d+(\.\d+)?( \S+)?$/.test(text) ? text.replace(/\d+/, (whole) => mass(whole)) : text
}
/** A decimal with its sign: "+5", "0", "-12.5". */
export function signed(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return '—'
  if (text.startsWith('-')) return `−${mass(text.slice(1))}`
  return /^0+(\.0+)?$/.test(text) ? '0' : `+${mass(text)}`
}
/** What is left of a limit, "0.8" -> "80 %". */
export function percent(text: string | null | undefined): string {
  if (!text) return '—'
  return `${Math.round(Number(text) * 100)} %`
}
/** What a register entry says of an instrument in short: capacity and interval of a scale, else class and range. */
export function gist(i: { accuracy_class?: string; params: Record<string, unknown> }): string {
  const p = i.params
  const text = (v: unknown) => (v === undefined || v === null ? '' : String(v))
  if (p.max !== undefined) return `Max ${mass(text(p.max))} kg · e = ${text(p.e) || '—'} kg`
  // A class that is a code of the edition ("flame") or said by the range already is no news.
  const grade = i.accuracy_class && !/^(\/|[a-z_]+)$/.test(i.accuracy_class) ? i.accuracy_class : ''
  return [grade, text(p.range_zh)].filter((x, k, all) => x && all.indexOf(x) === k).join(' · ') || '—'
}
