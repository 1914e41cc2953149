import { describe, expect, it } from 'vitest'
import { dayName, dayRange, gist, grouped, instant, mass, moment, percent, signed, stamp, yuan } from './format'

describe('format', () => {
  it('groups money by thousands and keeps the fen', () => {
    expect(yuan(201648000)).toBe('2,016,480')
    expect(yuan(5)).toBe('0.05')
    expect(yuan(-330000)).toBe('-3,300')
  })
  it('keeps decimals as text', () => {
    expect(mass('14000')).toBe('14 000')
    expect(mass('12.50')).toBe('12.50')
    expect(mass(null)).toBe('—')
    expect(signed('5')).toBe('+5')
    expect(signed('-12.5')).toBe('−12.5')
    expect(signed('0.0')).toBe('0')
    expect(grouped('100000 kg')).toBe('100 000 kg')
    expect(grouped('-12000.5')).toBe('-12 000.5')
    expect(grouped('JJG 1036')).toBe('JJG 1036')
  })
  it('writes instants in the time of the office', () => {
    expect(stamp(instant('2026-11-25', '08:30'))).toBe('2026-11-25 08:30')
    expect(stamp(0)).toBe('—')
    expect(dayName('2025-08-06')).toBe('2025-08-06 周三')
  })
  it('says a day once, and no time where there is none', () => {
    expect(dayRange('2025-08-06', '2025-08-06')).toBe('2025-08-06 周三')
    expect(dayRange('2025-08-06', '2025-08-07')).toBe('2025-08-06 – 2025-08-07')
    expect(moment(instant('2025-08-06', '00:00'), true)).toBe('2025-08-06 Wed')
    expect(moment(instant('2025-08-06', '08:30'))).toBe('2025-08-06 08:30')
    expect(moment(null)).toBe('—')
  })
  it('shows the part of a limit that is left', () => {
    expect(percent('0.8')).toBe('80 %')
    expect(percent('-0.2')).toBe('-20 %')
  })
  it('says in short what an instrument is', () => {
    expect(gist({ params: { max: '100000', e: '50' } })).toBe('Max 100 000 kg · e = 50 kg')
    expect(gist({ accuracy_class: '0.01', params: { range_zh: 'pH 0～14' } })).toBe('0.01 · pH 0～14')
    expect(gist({ accuracy_class: '/', params: {} })).toBe('—')
    expect(gist({ accuracy_class: 'flame', params: { range_zh: '190 nm～900 nm，火焰' } })).toBe('190 nm～900 nm，火焰')
    expect(gist({ accuracy_class: 'FID', params: { range_zh: 'FID' } })).toBe('FID')
  })
})
