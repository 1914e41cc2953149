// An order of items while it is made.
import type { Item, PackageItem } from '@/api/types'
import { firstProposal, fault, spanOf, type Typed } from './window'

export interface Choice {
  code: string
  name_zh: string
  name_en: string
  limit: number
  fee: string
  on_site: boolean
  appointment: boolean
  open: boolean
  on: boolean
  timed: boolean
  place: 'on_site' | 'window' | 'phone'
  not_producing: boolean
  windows: Typed[]
  instruments: string[]
  note: string
}

type Offered = Pick<PackageItem, 'name_zh' | 'name_en' | 'commit_limit_wd' | 'fee' | 'on_site' | 'appointment'>

function choiceOf(code: string, i: Offered, open: boolean, now: number): Choice {
  return {
    code,
    name_zh: i.name_zh,
    name_en: i.name_en,
    limit: i.commit_limit_wd,
    fee: i.fee,
    on_site: i.on_site,
    appointment: i.appointment,
    open,
    on: false,
    timed: i.appointment,
    place: i.on_site ? 'on_site' : 'window',
    not_producing: false,
    windows: [firstProposal(now)],
    instruments: [],
    note: '',
  }
}
export const fromPackage = (i: PackageItem, now: number): Choice => choiceOf(i.item_code, i, i.is_open, now)
export const fromItem = (i: Item, now: number): Choice => ({ ...choiceOf(i.code, i, false, now), on: true })

export function isReady(all: Choice[], now: number): boolean {
  const chosen = all.filter((c) => c.on)
  return chosen.length > 0 && chosen.every((c) => !c.timed || c.windows.every((w) => !fault(w, now)))
}
/** What the server gets of it. */
export function bodyOf(all: Choice[], packageId: string, more: Record<string, string> = {}) {
  return {
    ...more,
    ...(packageId ? { package_id: packageId } : {}),
    items: all
      .filter((c) => c.on)
      .map((c) => ({
        item_code: c.code,
        ...(c.note.trim() ? { note: c.note.trim() } : {}),
        ...(c.timed ? { place: c.place, not_producing: c.not_producing && c.place === 'on_site', windows: c.windows.map(spanOf), instruments: c.instruments } : {}),
      })),
  }
}
