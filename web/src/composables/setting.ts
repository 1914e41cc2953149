import { useI18n } from 'vue-i18n'
import type { Setting } from '@/api/types'

/** The locale key of a setting: "demand.triage_wd" -> "demand_triage_wd". */
export const keyOf = (name: string) => name.replace('.', '_')
export const groupOf = (name: string) => name.split('.')[0] ?? ''

/** Limits and lights: a clock keeps those under which it began. */
export const isOfClocks = (s: Pick<Setting, 'name' | 'unit'>) => s.unit === 'wd' && ['demand', 'light'].includes(groupOf(s.name))

/** Settings whose name or meaning has the words, group by group in the order of the server. */
export function groupsOf(items: Setting[], words: string, textOf: (s: Setting) => string): { group: string; items: Setting[] }[] {
  const wanted = words.trim().toLowerCase()
  const groups: { group: string; items: Setting[] }[] = []
  for (const s of items) {
    if (wanted && !textOf(s).toLowerCase().includes(wanted)) continue
    const group = groupOf(s.name)
    let at = groups.find((g) => g.group === group)
    if (!at) groups.push((at = { group, items: [] }))
    at.items.push(s)
  }
  return groups
}

/** Why the value cannot be taken; null if it can. */
export function refusal(s: Pick<Setting, 'value' | 'min' | 'max'>, value: number | null | undefined): 'out' | 'same' | null {
  if (value === null || value === undefined || !Number.isInteger(value) || value < s.min || value > s.max) return 'out'
  return value === s.value ? 'same' : null
}

export function useSettingWords() {
  const { t } = useI18n()
  const quantity = (s: Pick<Setting, 'unit'>, n: number | string) =>
    s.unit === 'switch' ? t(Number(n) ? 'setting.yes' : 'setting.no') : t(`setting.unit.${s.unit}`, { n })
  const name = (s: Pick<Setting, 'name'>) => t(`setting.name.${keyOf(s.name)}`)
  const say = (s: Pick<Setting, 'name'>) => t(`setting.say.${keyOf(s.name)}`)
  return { quantity, name, say }
}
