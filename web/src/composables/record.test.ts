import { describe, expect, it } from 'vitest'
import type { PlanRow, PlanStep, RecordDetail } from '@/api/types'
import { barPosition, entryOf, nextRow, placeOf, readingText, rowName, smallOf, stepOf, stepTitle } from './record'

const record = {
  set_no: 2,
  plan: { steps: [{ test: 'zero', rows: [{ key: 'zero.1' }] }, { test: 'eccentricity', rows: [{ key: 'ecc.1' }, { key: 'ecc.2' }] }] },
  entries: [
    { seq: 1, set_no: 1, row_key: 'zero.1', kind: 'reading', struck: false },
    { seq: 2, set_no: 2, row_key: 'zero.1', kind: 'reading', struck: false },
    { seq: 3, set_no: 2, row_key: 'ecc.1', kind: 'reading', struck: true },
  ],
} as unknown as RecordDetail

describe('record', () => {
  it('counts only readings of the current set that are not struck', () => {
    expect(entryOf(record, 'zero.1')?.seq).toBe(2)
    expect(entryOf(record, 'ecc.1')).toBeUndefined()
  })
  it('leads to the first row without a reading', () => {
    expect(nextRow(record)?.key).toBe('ecc.1')
    expect(stepOf(record, 'ecc.2')?.test).toBe('eccentricity')
  })
  it('names rows and readings in words', () => {
    const say = (key: string) => key.split('.').pop()!
    const load = { key: 'up.1', form: 'load', wants: ['i', 'dl'], zh: '', en: '', place: '', load: '12000' } as unknown as PlanRow
    expect(rowName(load, 'kg', 'zh-CN', say)).toBe('12 000 kg')
    expect(readingText(load, { i: '12000', dl: '10' }, 'zh-CN', say)).toBe('i 12 000　dl 10')
    const item = { key: 'visual.marks', form: 'item', wants: [], zh: '标志齐全', en: '' } as unknown as PlanRow
    expect(rowName(item, 'kg', 'en', say)).toBe('标志齐全')
    expect(readingText(item, { result: 'pass' }, 'en', say)).toBe('pass')
    const warm = { key: 'cond.t', form: 'value', wants: ['value'], zh: '温度', en: 'temperature', unit: '°C', ask: [{ id: 'value', zh: 'value', en: 'value' }] } as unknown as PlanRow
    expect(readingText(warm, { value: '23' }, 'en', say)).toBe('23 °C')
    expect(readingText(undefined, { x1: '7.01', x2: '7.02' }, 'en', say)).toBe('7.01　7.02')
  })
  it('puts the error on the bar from -MPE to +MPE', () => {
    expect(barPosition('0', '25')).toBe(50)
    expect(barPosition('25', '25')).toBe(100)
    expect(barPosition('-12.5', '25')).toBe(25)
    expect(barPosition('80', '25')).toBe(104)
    expect(barPosition(null, '25')).toBeNull()
  })
  it('says where a load stands', () => {
    const t = (key: string) => key.replace('record.', '')
    const row = (x: object) => x as PlanRow
    expect(placeOf(row({ position: 3, place: 'support', direction: null }), t)).toBe('position 3')
    expect(placeOf(row({ position: 2, place: 'pair', direction: null }), t)).toBe('pair 2')
    expect(placeOf(row({ position: 1, place: 'begin', direction: 'back' }), t)).toBe('section 1 · place_begin · back')
    expect(placeOf(row({ position: null, place: '', direction: 'up' }), t)).toBe('up')
  })
  it('names the range and steps by the interval of the row', () => {
    const t = (key: string, args: Record<string, unknown>) => `${key} ${args.n}`
    expect(stepTitle({ zh: '称量', en: 'Weighing', range: 2 } as PlanStep, 'en', t)).toBe('Weighing · record.range 2')
    expect(stepTitle({ zh: '称量', en: 'Weighing', range: null } as PlanStep, 'zh-CN', t)).toBe('称量')
    expect(smallOf({ e: '20' } as PlanRow, '1', '10')).toEqual({ step: 2, decimals: 0 })
    expect(smallOf({ e: '5' } as PlanRow, '0.5', '5')).toEqual({ step: 0.5, decimals: 1 })
  })
})
