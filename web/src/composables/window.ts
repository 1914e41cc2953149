// Windows of time: what is typed (a day and two times) and what is sent (two instants).
import { dayName, dayOf, instant, stamp } from './format'

export interface Typed {
  day: string
  from: string
  until: string
}
export interface Span {
  from_ms: number
  until_ms: number
}
export const WINDOWS_MOST = 5

/** The next working day after `now`, in the morning: a first proposal. */
export function firstProposal(now: number): Typed {
  let ms = now + 86400_000
  while ([0, 6].includes(new Date(`${dayOf(ms)}T00:00:00Z`).getUTCDay())) ms += 86400_000
  return { day: dayOf(ms), from: '09:00', until: '12:00' }
}
export function spanOf(t: Typed): Span {
  return { from_ms: instant(t.day, t.from), until_ms: instant(t.day, t.until) }
}
/** Why it cannot be sent; '' if it can. */
export function fault(t: Typed, now: number): '' | 'empty' | 'order' | 'past' {
  if (!t.day || !t.from || !t.until) return 'empty'
  if (t.from >= t.until) return 'order'
  return spanOf(t).until_ms <= now ? 'past' : ''
}
/** "2026-03-02 周一 09:00–12:00"; over midnight both days are named. */
export function spanText(s: { from_ms: number; until_ms: number }, english: boolean): string {
  const [fromDay, untilDay] = [dayOf(s.from_ms), dayOf(s.until_ms)]
  const clock = (ms: number) => stamp(ms).slice(11)
  if (fromDay === untilDay) return `${dayName(fromDay, english)} ${clock(s.from_ms)}–${clock(s.until_ms)}`
  return `${stamp(s.from_ms)} – ${stamp(s.until_ms)}`
}
