// Days of calendars, and what the record form of a visit becomes when it is sent.

export const VISIT_KINDS = ['on_site', 'phone', 'symposium', 'expert', 'follow_up'] as const
export const PRODUCTION = ['normal', 'reduced', 'stopped', 'expanding'] as const

const DAY_MS = 86400_000

export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10)
}
/** The seven days of the week of a day, Monday first. */
export function weekOf(day: string): string[] {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  const monday = addDays(day, -weekday)
  return Array.from({ length: 7 }, (_, i) => addDays(monday, i))
}
/** "570" -> "09:30"; nothing for nothing. */
export function clockOf(min: number | null | undefined): string {
  if (min === null || min === undefined) return ''
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(min / 60))}:${two(min % 60)}`
}
/** "09:30" -> 570; null for what is no time of day. */
export function minutesOf(clock: string): number | null {
  const m = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock.trim())
  return m ? Number(m[1]) * 60 + Number(m[2]) : null
}
/** Degrees of the browser's position -> whole micro-degrees. */
export function micro(degrees: number): number {
  return Math.round(degrees * 1_000_000)
}
/** Lines of a text box: trimmed, none empty. */
export function linesOf(text: string): string[] {
  return text.split('\n').map((l) => l.trim()).filter(Boolean)
}

export interface HeardForm {
  key: string
  text: string
  solved: boolean
  solved_how: string
}
export interface Place {
  lat_u: number
  lon_u: number
  accuracy_m: number
}
export interface RecordForm {
  key: string
  enterprise_id: string
  kind: string
  companions: string[]
  day: string
  start: string
  minutes: number | null
  at_request: boolean
  request_note: string
  met_role: string
  production_state: string
  headcount_change: number | null
  note: string
  policies: string
  solved: string
  demands: HeardForm[]
  next_day: string
  place: Place | null
  satisfaction: number
}

export function emptyRecord(key: string, day: string): RecordForm {
  return {
    key, day, enterprise_id: '', kind: 'on_site', companions: [], start: '', minutes: null, at_request: false, request_note: '',
    met_role: '', production_state: 'normal', headcount_change: null, note: '', policies: '', solved: '', demands: [], next_day: '',
    place: null, satisfaction: 0,
  }
}

/** Leaves out what was not said. */
function said(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, v]) => v !== null && v !== undefined && v !== '' && v !== false && !(Array.isArray(v) && v.length === 0)),
  )
}

/** The body of the request: a visit without a plan has enterprise, kind and companions. */
export function recordBody(f: RecordForm, planned: boolean): Record<string, unknown> {
  const heard = f.demands.filter((d) => d.text.trim()).map((d) =>
    said({ key: d.key, text: d.text.trim(), solved: d.solved, solved_how: d.solved ? d.solved_how.trim() : '' }))
  return said({
    ...(planned ? {} : { enterprise_id: f.enterprise_id, kind: f.kind, companions: f.companions }),
    key: f.key,
    day: f.day,
    start_min: minutesOf(f.start),
    minutes: f.minutes,
    at_request: f.at_request,
    request_note: f.request_note.trim(),
    met_role: f.met_role.trim(),
    production_state: f.production_state,
    headcount_change: f.headcount_change,
    note: f.note.trim(),
    policies: linesOf(f.policies),
    solved: linesOf(f.solved),
    demands: heard,
    next_day: f.next_day,
    ...(f.place ?? {}),
    satisfaction: f.satisfaction || null,
  })
}

/** What is missing before it can be sent: names of fields. */
export function recordMissing(f: RecordForm, planned: boolean): string[] {
  const missing: string[] = []
  if (!planned && !f.enterprise_id) missing.push('enterprise_id')
  if (!f.day) missing.push('day')
  if (!f.met_role.trim()) missing.push('met_role')
  if (f.at_request && !f.request_note.trim()) missing.push('request_note')
  if (f.demands.some((d) => d.text.trim() && d.text.trim().length < 5)) missing.push('demands')
  if (f.demands.some((d) => d.solved && !d.solved_how.trim())) missing.push('solved_how')
  return missing
}
