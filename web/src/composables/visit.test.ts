import { describe, expect, it } from 'vitest'
import { addDays, clockOf, emptyRecord, linesOf, micro, minutesOf, recordBody, recordMissing, weekOf } from './visit'

describe('visit', () => {
  it('counts days over months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  })
  it('begins the week on Monday', () => {
    expect(weekOf('2027-03-07')[0]).toBe('2027-03-01')
    expect(weekOf('2027-03-01')).toHaveLength(7)
    expect(weekOf('2027-03-01')[6]).toBe('2027-03-07')
  })
  it('writes and reads times of day', () => {
    expect(clockOf(570)).toBe('09:30')
    expect(clockOf(null)).toBe('')
    expect(minutesOf('09:30')).toBe(570)
    expect(minutesOf('24:00')).toBeNull()
    expect(minutesOf('')).toBeNull()
  })
  it('keeps positions as whole micro-degrees', () => {
    expect(micro(26.3131239)).toBe(26313124)
    expect(micro(-0.0000004)).toBe(-0)
  })
  it('takes lines apart', () => {
    expect(linesOf(' a \n\n b')).toEqual(['a', 'b'])
  })
  it('sends only what was said', () => {
    const f = emptyRecord('k1', '2026-11-02')
    f.enterprise_id = 'E1'
    f.met_role = ' 厂长 '
    f.demands = [
      { key: 'a', text: ' 天平要校准 ', solved: false, solved_how: '旧的' },
      { key: 'b', text: '', solved: false, solved_how: '' },
    ]
    expect(recordBody(f, false)).toEqual({
      enterprise_id: 'E1', kind: 'on_site', key: 'k1', day: '2026-11-02', met_role: '厂长', production_state: 'normal',
      demands: [{ key: 'a', text: '天平要校准' }],
    })
    expect(recordBody(f, true)).not.toHaveProperty('enterprise_id')
  })
  it('keeps a change of nobody and the place', () => {
    const f = emptyRecord('k1', '2026-11-02')
    f.headcount_change = 0
    f.place = { lat_u: 1, lon_u: 2, accuracy_m: 3 }
    expect(recordBody(f, true)).toMatchObject({ headcount_change: 0, lat_u: 1, lon_u: 2, accuracy_m: 3 })
  })
  it('says what is missing', () => {
    const f = emptyRecord('k1', '2026-11-02')
    f.at_request = true
    f.demands = [{ key: 'a', text: '短', solved: true, solved_how: '' }]
    expect(recordMissing(f, false)).toEqual(['enterprise_id', 'met_role', 'request_note', 'demands', 'solved_how'])
    expect(recordMissing(f, true)).not.toContain('enterprise_id')
  })
})
