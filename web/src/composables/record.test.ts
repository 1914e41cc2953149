import { describe, expect, it } from 'vitest'
import type { RecordDetail } from '@/api/types'
import { barPosition, entryOf, nextRow, stepOf } from './record'

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
  it('puts the error on the bar from -MPE to +MPE', () => {
    expect(barPosition('0', '25')).toBe(50)
    expect(barPosition('25', '25')).toBe(100)
    expect(barPosition('-12.5', '25')).toBe(25)
    expect(barPosition('80', '25')).toBe(104)
    expect(barPosition(null, '25')).toBeNull()
  })
})
