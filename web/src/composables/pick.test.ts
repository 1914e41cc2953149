import { describe, expect, it } from 'vitest'
import type { PackageItem } from '@/api/types'
import { instant } from './format'
import { bodyOf, fromPackage, isReady } from './pick'

const NOW = instant('2026-03-04', '10:00')
const row = (item_code: string, appointment: boolean, is_open = false): PackageItem => ({ item_code, name_zh: '甲', name_en: 'A', why_zh: '', why_en: '', commit_limit_wd: 5, fee: '不收费', on_site: appointment, appointment, on_offer: true, is_open })

describe('an order', () => {
  it('is empty until something is chosen', () => {
    const all = [fromPackage(row('QC01', true), NOW), fromPackage(row('CR01', false), NOW)]
    expect(isReady(all, NOW)).toBe(false)
    expect(bodyOf(all, 'P').items).toEqual([])
  })
  it('sends windows for appointments, and none for demands', () => {
    const all = [fromPackage(row('QC01', true), NOW), fromPackage(row('CR01', false), NOW)]
    for (const c of all) c.on = true
    all[0]!.not_producing = true
    all[1]!.note = ' 年报漏报 '
    expect(isReady(all, NOW)).toBe(true)
    expect(bodyOf(all, 'P')).toEqual({
      package_id: 'P',
      items: [
        { item_code: 'QC01', place: 'on_site', not_producing: true, windows: [{ from_ms: instant('2026-03-05', '09:00'), until_ms: instant('2026-03-05', '12:00') }], instruments: [] },
        { item_code: 'CR01', note: '年报漏报' },
      ],
    })
  })
  it('waits for a window that can be', () => {
    const all = [fromPackage(row('QC01', true), NOW)]
    all[0]!.on = true
    all[0]!.windows = [{ day: '2026-03-05', from: '12:00', until: '09:00' }]
    expect(isReady(all, NOW)).toBe(false)
  })
})
