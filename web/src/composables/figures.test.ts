import { describe, expect, it } from 'vitest'
import { monthsBetween, placeOf, rateText, series } from './figures'

const t = (key: string) => key
const rate = (unit: string, value: string | null) => ({ rate: 'x', unit, numerator: 1, denominator: 2, value })

describe('figures', () => {
  it('are written with their unit', () => {
    expect(rateText(rate('percent', '96.03'), t)).toBe('96.03 %')
    expect(rateText(rate('days', '4.5'), t)).toBe('4.5 figures.working_days')
    expect(rateText(rate('count', '2.8'), t)).toBe('2.8 figures.times')
    expect(rateText(rate('percent', null), t)).toBe('—')
  })
  it('lead to the page of a row', () => {
    expect(placeOf('demand', 'A')).toBe('/demands/A')
    expect(placeOf('charge_line', 'A')).toBe('')
  })
  it('have a course, with a nought where a month has none', () => {
    const rows = [
      { month: '2025-02', metric: 'a', amount: 3 },
      { month: '2025-01', metric: 'b', amount: 1 },
    ]
    expect(series(rows, 'a')).toEqual([{ month: '2025-01', amount: 0 }, { month: '2025-02', amount: 3 }])
  })
  it('go by months, newest first, over the turn of a year', () => {
    expect(monthsBetween('2024-11', '2025-02')).toEqual(['2025-02', '2025-01', '2024-12', '2024-11'])
    expect(monthsBetween('2025-03', '2025-02')).toEqual([])
  })
})
