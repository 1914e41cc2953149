import { describe, expect, it } from 'vitest'
import { fault, firstProposal, spanOf, spanText } from './window'
import { instant } from './format'

const NOW = instant('2026-03-06', '10:00') // a Friday

describe('a window of time', () => {
  it('is proposed for the next day that is no weekend', () => {
    expect(firstProposal(NOW)).toEqual({ day: '2026-03-09', from: '09:00', until: '12:00' })
    expect(firstProposal(instant('2026-03-03', '23:30')).day).toBe('2026-03-04')
  })
  it('says why it cannot be sent', () => {
    expect(fault({ day: '2026-03-09', from: '09:00', until: '12:00' }, NOW)).toBe('')
    expect(fault({ day: '2026-03-09', from: '12:00', until: '12:00' }, NOW)).toBe('order')
    expect(fault({ day: '2026-03-06', from: '08:00', until: '10:00' }, NOW)).toBe('past')
    expect(fault({ day: '', from: '08:00', until: '10:00' }, NOW)).toBe('empty')
  })
  it('is written with its day', () => {
    expect(spanText(spanOf({ day: '2026-03-09', from: '09:00', until: '12:00' }), false)).toBe('2026-03-09 周一 09:00–12:00')
    expect(spanText({ from_ms: instant('2026-03-09', '09:00'), until_ms: instant('2026-03-10', '12:00') }, true)).toBe('2026-03-09 09:00 – 2026-03-10 12:00')
  })
})
