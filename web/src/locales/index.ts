import { createI18n } from 'vue-i18n'
import { setLocale } from '@/api/http'

export type LocaleName = 'zh-CN' | 'en'
type Messages = Record<string, unknown>

/** zh-CN first; en complete.  Each area has a file of its own in both folders. */
const files = import.meta.glob<Messages>('./*/*.json', { eager: true, import: 'default' })

function messagesOf(locale: LocaleName): Messages {
  const all: Messages = {}
  for (const [path, messages] of Object.entries(files)) {
    const [, folder, file] = path.split('/')
    if (folder === locale && file) all[file.replace('.json', '')] = messages
  }
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
