// What pages make of an item's fields.
import type { Item } from '@/api/types'

/** A text with the codes of items in it taken apart, so that they become links. */
export function segments(text: string): { text: string; code?: string }[] {
  const out: { text: string; code?: string }[] = []
  let at = 0
  for (const m of text.matchAll(/(?<![A-Z0-9])[A-Z]{2}\d{2}(?!\d)/g)) {
    if (m.index > at) out.push({ text: text.slice(at, m.index) })
    out.push({ text: m[0], code: m[0] })
    at = m.index + m[0].length
  }
  if (at < text.length) out.push({ text: text.slice(at) })
  return out
}
export function lines(text: string): string[] {
  return text.split('\n').map((l) => l.trim()).filter(Boolean)
}
export function names(text: string): string[] {
  return text.split('|').map((l) => l.trim()).filter(Boolean)
}
/** Services on instruments: the enterprise may say at once which ones. */
export function takesInstruments(item: { item_code?: string; code?: string }): boolean {
  return /^ME0[123]$/.test(item.item_code ?? item.code ?? '')
}
export function places(item: Pick<Item, 'on_site'>): ('on_site' | 'window' | 'phone')[] {
  return item.on_site ? ['on_site', 'window', 'phone'] : ['window', 'phone']
}
