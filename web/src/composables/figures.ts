// What figures are called and how they are written.
import type { FigureRate } from '@/api/types'

type Translate = (key: string) => string

/** "96.03 %", "4.5 working days", "2.8 visits". */
export function rateText(r: FigureRate, t: Translate): string {
  if (r.value === null || r.value === undefined) return '—'
  if (r.unit === 'percent') return `${r.value} %`
  return `${r.value} ${t(r.unit === 'days' ? 'figures.working_days' : 'figures.times')}`
}

/** The metric whose rows stand behind the numerator of a rate. */
export const RATE_ROWS: Record<string, string> = {
  response: 'demand.answered',
  completion: 'demand.resolved',
  on_time: 'demand.late',
  once: 'demand.once',
  mean_wd: 'demand.days',
  median_wd: 'demand.wd',
  follow_up: 'demand.followed_up',
  satisfaction: 'demand.satisfied',
  reopened: 'demand.reopened',
  reply: 'demand.replied',
  coverage: 'visit.enterprises',
  visits_each: 'visit.done',
}

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
