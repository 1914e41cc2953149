/** Partial ranges of a weighing instrument as a form has them, and as parameters of the register (docs/weighing.md). */
export interface Range {
  max: string
  e: string
  min: string
}
export type Structure = 'single' | 'multi_interval' | 'multiple_range'
export const STRUCTURES: Structure[] = ['single', 'multi_interval', 'multiple_range']
export const RANGES_MAX = 4

const PLAIN = /^\d{1,12}(\.\d{1,9})?$/
const trimmed = (r: Range): Range => ({ max: r.max.trim(), e: r.e.trim(), min: r.min.trim() })

/** -1, 0, 1 by value, without a binary fraction: both are plain decimals. */
export function compare(a: string, b: string): number {
  const parts = (v: string) => {
    const [whole = '0', rest = ''] = v.split('.')
    return [whole.replace(/^0+(?=\d)/, ''), rest.replace(/0+$/, '')] as const
  }
  const [x, xr] = parts(a)
  const [y, yr] = parts(b)
  if (x.length !== y.length) return x.length < y.length ? -1 : 1
  if (x !== y) return x < y ? -1 : 1
  const n = Math.max(xr.length, yr.length)
  const p = xr.padEnd(n, '0')
  const q = yr.padEnd(n, '0')
  return p < q ? -1 : p > q ? 1 : 0
}

/** What is wrong, as a word of locale instrument.ranges; '' if nothing is. */
export function problem(structure: Structure, ranges: Range[]): string {
  if (structure === 'single') return ''
  const list = ranges.map(trimmed)
  if (list.length < 2) return 'too_few'
  for (const [i, r] of list.entries()) {
    if (!PLAIN.test(r.max) || !PLAIN.test(r.e) || (r.min !== '' && !PLAIN.test(r.min))) return 'number'
    if (compare(r.e, '0') <= 0) return 'number'
    const before = list[i - 1]
    if (before && (compare(before.max, r.max) >= 0 || compare(before.e, r.e) >= 0)) return 'rise'
  }
  return ''
}

/** The parameters; Min of each range only where ranges are instruments of their own and each has one. */
export function rangeParams(structure: Structure, ranges: Range[]): Record<string, string> {
  if (structure === 'single') return {}
  const list = ranges.map(trimmed)
  const own = structure === 'multiple_range' && list.every((r) => r.min)
  return {
    structure,
    part_max: list.map((r) => r.max).join(' '),
    part_e: list.map((r) => r.e).join(' '),
    ...(own ? { part_min: list.map((r) => r.min).join(' ') } : {}),
  }
}

const words = (v: unknown): string[] => (Array.isArray(v) ? v.map(String) : String(v ?? '').split(/[ ;]+/)).filter(Boolean)

/** "30 000 / e 10" of each range of a register entry; [] for one range. */
export function rangesOf(params: Record<string, unknown>): { max: string; e: string }[] {
  const max = words(params.part_max)
  const e = words(params.part_e)
  return params.structure && params.structure !== 'single' ? max.map((m, i) => ({ max: m, e: e[i] ?? '' })) : []
}
