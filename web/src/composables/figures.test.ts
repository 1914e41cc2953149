import { describe, expect, it } from 'vitest'
import { ledgerOf, monthsBetween, nameOfValue, placeOf, rateMetric, rateText, rowsOf, series } from './figures'

const t = (key: string) => key
const rate = (unit: string, value: string | null) => ({ rate: 'x', unit, numerator: 1, denominator: 2, above: 'a' as string | null, below: 'b' as string | null, value })

describe('figures', () => {
  it('are written with their unit', () => {
    expect(rateText(rate('percent', '96.03'), t)).toBe('96.03 %')
    expect(rateText(rate('days', '4.5'), t)).toBe('4.5 figures.working_days')
    expect(rateText(rate('count', '2.8'), t)).toBe('2.8 figures.times')
    expect(rateText(rate('percent', null), t)).toBe('—')
  })
  it('lead from a rate to the rows above the line, or to all of the median', () => {
    expect(rateMetric(rate('percent', '1.0'))).toBe('a')
    expect(rateMetric({ ...rate('days', '1.0'), above: null })).toBe('b')
  })
  it('lead to the page of a row', () => {
    expect(placeOf('demand', 'A')).toBe('/demands/A')
    expect(placeOf('charge_line', 'A')).toBe('')
  })
  it('lead to all rows behind them', () => {
    const of = { metric: 'visit.phone', from: '2025-01', until: '2025-02' }
    expect(rowsOf(of)).toEqual({ path: '/figures/rows', query: of })
    expect(rowsOf({ ...of, axis: 'division', value: '360802' }).query).toEqual({ ...of, axis: 'division', value: '360802' })
    expect(ledgerOf(of)).toEqual({ path: '/visits', query: { from: '2025-01-01', until: '2025-02-28', state: 'done', kind: 'phone' } })
    expect(ledgerOf({ ...of, metric: 'demand.registered', axis: 'office', value: 'A' })).toEqual({ path: '/demands', query: { from: '2025-01-01', until: '2025-02-28', office_id: 'A' } })
    expect(ledgerOf({ ...of, metric: 'demand.late' })).toBeNull()
  })
  it('have the names of the values of an axis', () => {
    const groups = [{ value: 'A', name_zh: '甲', name_en: 'First' }]
    const te = (key: string) => key === 'kind.hard'
    expect(nameOfValue(groups, 'office', 'A', 'en', t, te)).toBe('First')
    expect(nameOfValue(groups, 'office', 'A', 'zh-CN', t, te)).toBe('甲')
    expect(nameOfValue([], 'kind', 'hard', 'en', t, te)).toBe('kind.hard')
    expect(nameOfValue([], 'item', '-', 'en', t, te)).toBe('figures.none_yet')
    expect(nameOfValue([], 'item', 'X9', 'en', t, te)).toBe('X9')
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
