// What figures are called and how they are written.
import type { FigureRate } from '@/api/types'

type Translate = (key: string) => string

/** "96.03 %", "4.5 working days", "2.8 visits". */
export function rateText(r: FigureRate, t: Translate): string {
  if (r.value === null || r.value === undefined) return '—'
  if (r.unit === 'percent') return `${r.value} %`
  return `${r.value} ${t(r.unit === 'days' ? 'figures.working_days' : 'figures.times')}`
}

/** The metric whose rows stand behind a rate: those above the line, of the median all it is taken of. */
export const rateMetric = (r: FigureRate): string => r.above ?? r.below ?? ''

/** The page of a row behind a figure, if there is one. */
export function placeOf(entity: string, id: string): string {
  const places: Record<string, string> = {
    demand: '/demands',
    visit: '/visits',
    certificate: '/certificates',
    booking: '/bookings',
    enterprise: '/enterprises',
  }
  return places[entity] ? `${places[entity]}/${id}` : ''
}

/** The amounts of a metric month by month, oldest first; months without a row stand as 0. */
export function series(months: { month: string; metric: string; amount: number }[], metric: string): { month: string; amount: number }[] {
  const names = [...new Set(months.map((m) => m.month))].sort()
  return names.map((month) => ({ month, amount: months.find((m) => m.month === month && m.metric === metric)?.amount ?? 0 }))
}

/** Months from `from` to `until`, newest first. */
export function monthsBetween(from: string, until: string): string[] {
  const out: string[] = []
  let [year = 0, month = 1] = until.split('-').map(Number)
  for (let i = 0; i < 120; i++) {
    const name = `${year}-${String(month).padStart(2, '0')}`
    if (name < from) break
    out.push(name)
    month -= 1
    if (month === 0) [year, month] = [year - 1, 12]
  }
  return out
}

export interface FigureOf {
  metric: string
  from: string
  until: string
  axis?: string
  value?: string
}

/** The page with all the rows behind a number. */
export function rowsOf(f: FigureOf) {
  const query: Record<string, string> = { metric: f.metric, from: f.from, until: f.until }
  if (f.axis) Object.assign(query, { axis: f.axis, value: f.value ?? '' })
  return { path: '/figures/rows', query }
}

const AXIS_FILTERS: Record<string, string> = { division: 'division', office: 'office_id', kind: 'kind', item: 'item', route: 'route' }

/** The list that has the very same rows, where a filter of it says what the figure counts. */
export function ledgerOf(f: FigureOf) {
  const visits = f.metric.startsWith('visit.') && !['visit.enterprises', 'visit.officers'].includes(f.metric)
  if ((!visits && f.metric !== 'demand.registered') || f.value === '-') return null
  const [year = 0, month = 1] = f.until.split('-').map(Number)
  const query: Record<string, string> = { from: `${f.from}-01`, until: `${f.until}-${new Date(year, month, 0).getDate()}` }
  if (f.axis && f.value) query[AXIS_FILTERS[f.axis] ?? f.axis] = f.value
  if (!visits) return { path: '/demands', query }
  const kind = f.metric.slice('visit.'.length)
  return { path: '/visits', query: { ...query, state: 'done', ...(kind === 'done' ? {} : { kind }) } }
}

interface Named {
  value: string
  name_zh: string
  name_en: string
}

/** What the value of an axis is called. */
export function nameOfValue(groups: Named[], axis: string, value: string, locale: string, t: Translate, te: (key: string) => boolean): string {
  if (value === '-') return t('figures.none_yet')
  const key = `${axis}.${value}`
  if (['kind', 'route'].includes(axis) && te(key)) return t(key)
  const g = groups.find((x) => x.value === value)
  return (locale === 'en' ? g?.name_en : g?.name_zh) || value
}
