import { createI18n } from 'vue-i18n'
import { setLocale } from '@/api/http'

export type LocaleName = 'zh-CN' | 'en'

/** Each language is a chunk of its own: a page loads the one that is read. */
const LOAD = { 'zh-CN': () => import('./words-zh'), en: () => import('./words-en') }

export const i18n = createI18n({ legacy: false, locale: 'zh-CN', fallbackLocale: 'zh-CN', missingWarn: import.meta.env.DEV, fallbackWarn: false, messages: {} })

export async function chooseLocale(name: LocaleName) {
  localStorage.setItem('qh.locale', name)
  document.documentElement.lang = name
  setLocale(name)
  if (!i18n.global.availableLocales.includes(name as never)) i18n.global.setLocaleMessage(name as never, (await LOAD[name]()).default as never)
  ;(i18n.global.locale as unknown as { value: string }).value = name
}

/** The words of the language chosen before; a page is shown once they are there. */
export const words = chooseLocale(localStorage.getItem('qh.locale') === 'en' ? 'en' : 'zh-CN')
