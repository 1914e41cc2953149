import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { standards } from '@/api'
import type { Edition } from '@/api/types'

/** One uncertainty budget of an edition, as its file names it. */
export interface Budget {
  id: string
  zh: string
  en: string
  unit?: string
}

/** The edition that holds now of each regulation, as capabilities name it ("JJG 119-2018"). */
export const inForce = (editions: Edition[]) => editions.filter((e) => e.state !== 'superseded')

/** Budgets of editions, read when first asked for. */
export function useBudgets(editions: () => Edition[]) {
  const { locale } = useI18n()
  const known = ref<Record<string, Budget[]>>({})

  async function load(regulation: string) {
    const of = inForce(editions()).filter((e) => e.edition === regulation).pop()
    if (!of || known.value[regulation]) return
    const document = (await standards.edition(of.id)).document as { budgets?: Budget[] }
    known.value[regulation] = document.budgets ?? []
  }
  const find = (regulation: string, id: string) => known.value[regulation]?.find((b) => b.id === id)
  const nameOf = (b: Budget) => (locale.value === 'en' ? b.en : b.zh) || b.id
  return { known, load, find, nameOf }
}
