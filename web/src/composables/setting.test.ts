import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Setting } from '@/api/types'
import en from '@/locales/en/setting.json'
import zh from '@/locales/zh-CN/setting.json'
import { groupsOf, isOfClocks, keyOf, refusal } from './setting'

const setting = (name: string): Setting => ({ name, unit: 'wd', value: 3, usual: 3, min: 1, max: 10 }) as Setting

describe('settings', () => {
  it('has words for every setting of the server in both languages', () => {
    const source = readFileSync(resolve(__dirname, '../../../src/domain/setting.h'), 'utf8')
    const names = [...source.matchAll(/"([a-z]+\.[a-z_]+)"/g)].map((m) => m[1] as string).filter((n) => !n.startsWith('setting.'))
    expect(names.length).toBeGreaterThan(40)
    for (const n of names)
      for (const words of [zh, en]) {
        expect(words.name, n).toHaveProperty(keyOf(n))
        expect(words.say, n).toHaveProperty(keyOf(n))
      }
  })
  it('groups by area and finds by words', () => {
    const items = ['demand.a', 'light.a', 'demand.b'].map(setting)
    expect(groupsOf(items, '', (s) => s.name).map((g) => [g.group, g.items.length])).toEqual([['demand', 2], ['light', 1]])
    expect(groupsOf(items, ' LIGHT', (s) => s.name).map((g) => g.group)).toEqual(['light'])
  })
  it('knows which ones a running clock keeps', () => {
    expect(['demand.triage_wd', 'light.step_wd', 'notify.retry_s'].map((n) => isOfClocks(setting(n)))).toEqual([true, true, false])
    expect(isOfClocks({ ...setting('demand.duplicate_days'), unit: 'days' })).toBe(false)
  })
  it('refuses what is out of range, no number, or the value it has', () => {
    const s = { value: 3, min: 1, max: 10 }
    expect([refusal(s, 3), refusal(s, 0), refusal(s, 11), refusal(s, 1.5), refusal(s, null), refusal(s, 4)]).toEqual(['same', 'out', 'out', 'out', 'out', null])
  })
})
