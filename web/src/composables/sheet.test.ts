import { describe, expect, it } from 'vitest'
import type { PlanRow, PlanStep } from '@/api/types'
import { cellsOf, isMatrix, isReady, paste, readyRows, type Typed } from './sheet'

const ask = (id: string, needed = true, fallback: string | null = null) => ({ id, zh: id, en: id, unit: '', resolution: null, default: fallback, needed })
const row = (key: string, form: string, wants: string[], needed = wants.length) =>
  ({ key, form, wants, ask: wants.map((w, i) => ask(w, i < needed)) }) as unknown as PlanRow
const step = (rows: PlanRow[]) => ({ test: 't', rows }) as unknown as PlanStep

describe('sheet', () => {
  it('knows when a row can be entered', () => {
    const r = row('a', 'readings', ['x1', 'x2', 'x3'], 2)
    expect(isReady(r, { x1: '4.00' })).toBe(false)
    expect(isReady(r, { x1: '4.00', x2: ' ' })).toBe(false)
    expect(isReady(r, { x1: '4.00', x2: '4.01' })).toBe(true)
    expect(isReady(row('b', 'item', []), { result: 'pass' })).toBe(true)
  })
  it('takes a default as typed, but not a row of defaults alone', () => {
    const r = { ...row('a', 'readings', ['r', 'x1']), ask: [ask('r', true, '279.4'), ask('x1')] } as PlanRow
    expect(isReady(r, { x1: '279.5' })).toBe(true)
    expect(isReady({ ...r, ask: [ask('r', true, '279.4')] } as PlanRow, {})).toBe(false)
  })
  it('reads what a spreadsheet copies', () => {
    expect(cellsOf('1\t2\r\n3\t4\r\n')).toEqual([['1', '2'], ['3', '4']])
    expect(cellsOf('1 2\u30003')).toEqual([['1', '2', '3']])
  })
  it('pastes into the rows that are still open', () => {
    const rows = [row('s.1', 'scan', ['s1', 's2']), row('s.2', 'scan', ['s1', 's2']), row('s.3', 'scan', ['s1', 's2'])]
    const typed: Typed = {}
    expect(paste(rows, { row: 0, want: 0 }, '1\t2\n3\t4\n5\t6', typed, (k) => k === 's.2')).toBe(4)
    expect(typed).toEqual({ 's.1': { s1: '1', s2: '2' }, 's.3': { s1: '3', s2: '4' } })
    expect(isMatrix(step(rows))).toBe(true)
    expect(readyRows(step(rows), typed, (k) => k === 's.2').map((r) => r.row_key)).toEqual(['s.1', 's.3'])
  })
  it('ignores cells beyond the last reading', () => {
    const typed: Typed = {}
    expect(paste([row('a', 'time', ['x'])], { row: 0, want: 0 }, '1\t2', typed, () => false)).toBe(1)
    expect(typed).toEqual({ a: { x: '1' } })
  })
})
