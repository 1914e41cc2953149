import { createI18n } from 'vue-i18n'
import { setLocale } from '@/api/http'

export type LocaleName = 'zh-CN' | 'en'
type Messages = Record<string, unknown>

/** zh-CN first; en complete.  Each area has a file of its own in both folders. */
const files = import.meta.glob<Messages>('./*/*.json', { eager: true, import: 'default' })

/** What the server's rules say is worded once for both: data/locales, "area.name" keys. */
const rules = import.meta.glob<Record<string, string>>('../../../data/locales/{weighbridge,trace,procedure}.*.json', { eager: true, import: 'default' })

function addRules(locale: LocaleName, all: Messages) {
  for (const [path, words] of Object.entries(rules)) {
    if (!path.endsWith(`.${locale}.json`)) continue
    for (const [key, text] of Object.entries(words)) {
      const [area = '', name = ''] = key.split('.')
      const inner = (all[area] ??= {}) as Record<string, string>
      inner[name] = text
    }
  }
}

function messagesOf(locale: LocaleName): Messages {
  const all: Messages = {}
  for (const [path, messages] of Object.entries(files)) {
    const [, folder, file] = path.split('/')
    if (folder === locale && file) all[file.replace('.json', '')] = messages
  }
  addRules(locale, all)
  return all
}

function stored(): LocaleName {
  return localStorage.getItem('qh.locale') === 'en' ? 'en' : 'zh-CN'
}

export const i18n = createI18n({
  legacy: false,
  locale: stored(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': messagesOf('zh-CN'), en: messagesOf('en') } as unknown as Record<string, never>,
})

export function chooseLocale(name: LocaleName) {
  localStorage.setItem('qh.locale', name)
  ;(i18n.global.locale as unknown as { value: string }).value = name
  document.documentElement.lang = name
  setLocale(name)
}
chooseLocale(stored())
