import { computed, ref } from 'vue'
import { records } from '@/api'
import { ApiError } from '@/api/http'
import type { PlanRow, PlanStep, RecordDetail, RecordEntry, ResultRow } from '@/api/types'
import { mass } from './format'

/** The reading of the current set that counts for a row. */
export function entryOf(record: RecordDetail, key: string): RecordEntry | undefined {
  return record.entries.find((e) => e.row_key === key && e.kind === 'reading' && e.set_no === record.set_no && !e.struck)
}

/** The first row without a reading, in the order of the day. */
export function nextRow(record: RecordDetail): PlanRow | undefined {
  for (const step of record.plan.steps) for (const row of step.rows) if (!entryOf(record, row.key)) return row
  return undefined
}

export function stepOf(record: RecordDetail, key: string): PlanStep | undefined {
  return record.plan.steps.find((s) => s.rows.some((r) => r.key === key))
}

/** Where the load of a row stands: "support 3", "section 1 · begin · out". */
export function placeOf(row: PlanRow, t: (key: string, args?: Record<string, unknown>) => string): string {
  const place = row.place === 'pair' ? 'pair' : ['begin', 'middle', 'end'].includes(row.place) ? 'section' : 'position'
  const parts = row.position ? [`${t(`record.${place}`)} ${row.position}`] : []
  if (place === 'section') parts.push(t(`record.place_${row.place}`))
  if (row.direction) parts.push(t(`record.${row.direction}`))
  return parts.join(' · ')
}

type Say = (key: string, args?: Record<string, unknown>) => string

/** What a row is about: its words, or place and load. */
export function rowName(row: PlanRow, unit: string, locale: string, t: Say): string {
  const own = locale === 'en' ? row.en || row.zh : row.zh
  if (own) return [own, row.label ?? ''].filter((x, i, all) => x && all.indexOf(x) === i).join(' · ')
  const parts = [placeOf(row, t), row.form === 'substitute' ? t('record.substituting') : '', row.load ? `${mass(row.load)} ${unit}` : '']
  return parts.filter(Boolean).join(' · ') || row.label || row.p || row.key
}

/** What was read in a row: "I 12 060　ΔL 10"; an item's verdict; numbered readings without their numbers. */
export function readingText(row: PlanRow | undefined, value: Record<string, string>, locale: string, t: Say): string {
  if (value.result) return t(`state.verdict.${value.result}`)
  const wants = row?.wants ?? Object.keys(value)
  const name = (w: string, i: number) => {
    const ask = row?.ask?.[i]
    if (ask) return ask.id === (locale === 'en' ? ask.en : ask.zh) ? '' : locale === 'en' ? ask.en || ask.zh : ask.zh
    return /^x\d+$/.test(w) ? '' : t(`reading_short.${w}`)
  }
  const unit = row?.form === 'value' && row.unit ? ` ${row.unit}` : ''
  return wants.map((w, i) => (value[w] === undefined ? '' : `${name(w, i)} ${mass(value[w])}${unit}`.trim())).filter(Boolean).join('　')
}

/** The name of a step with its range, if the instrument has several. */
export function stepTitle(step: PlanStep, locale: string, t: (key: string, args: Record<string, unknown>) => string): string {
  const name = locale === 'en' ? step.en : step.zh
  return step.range ? `${name} · ${t('record.range', { n: step.range })}` : name
}

/** The small weight of a row in steps of which dl goes: 0.1 e of its partial range, as text. */
export function smallOf(row: PlanRow, small: string, e: string): { step: number; decimals: number } {
  const ratio = row.e ? Number(row.e) / Number(e) : 1
  const step = Number(small) * ratio
  return { step, decimals: (String(step).split('.')[1] ?? '').length }
}

/** Position of a value between -limit and +limit as per cent of the bar; text stays text elsewhere. */
export function barPosition(value: string | null, limit: string | null): number | null {
  if (value === null || limit === null) return null
  const l = Number(limit)
  if (!(l > 0)) return null
  return Math.max(-4, Math.min(104, 50 + (Number(value) / l) * 50))
}

/** Errors whose field names the reading or the reason. */
const SAYS_WHICH = ['record.uncertainty', 'procedure.reading', 'record.row']

/** A record being worked on: which row is next, what was asked back. */
export function useRecord(id: string) {
  const record = ref<RecordDetail | null>(null)
  const failed = ref('')
  const current = ref('')
  const entered = ref('')
  const busy = ref(false)
  const asked = ref<string[]>([])
  const problem = ref('')

  const row = computed(() => record.value?.plan.steps.flatMap((s) => s.rows).find((r) => r.key === current.value))
  const results = computed(() => new Map<string, ResultRow>((record.value?.result.rows ?? []).map((r) => [r.key, r])))
  const editable = computed(() => ['draft', 'returned'].includes(record.value?.state ?? '') && (record.value?.actions.some((a) => a.action === 'enter' && a.allowed) ?? false))

  async function load() {
    try {
      record.value = await records.find(id)
      const next = nextRow(record.value)
      if (!current.value || !next || entryOf(record.value, current.value)) current.value = next?.key ?? ''
    } catch (e) {
      failed.value = e instanceof Error ? e.message : String(e)
    }
  }
  async function guarded(work: () => Promise<unknown>) {
    if (busy.value) return
    busy.value = true
    problem.value = ''
    asked.value = []
    try {
      await work()
      await load()
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      if (e.problem.key === 'record.ask_back') asked.value = (e.problem.field ?? '').split(' ')
      problem.value = SAYS_WHICH.includes(e.problem.key ?? '') ? `${e.message} (${e.problem.field ?? ''})` : e.message
      if (e.problem.key === 'record.changed') await load()
    } finally {
      busy.value = false
    }
  }
  const version = () => record.value?.version ?? 0
  return {
    record, failed, current, entered, row, results, editable, busy, asked, problem, load,
    enter: (key: string, value: Record<string, string>, confirmed: boolean) => 
      guarded(async () => {
        await records.enter(id, { version: version(), row_key: key, value, confirmed: confirmed || undefined })
        entered.value = key
      }),
    enterRows: (test: string, rows: { row_key: string; value: Record<string, string> }[], confirmed: boolean) => {
      entered.value = test
      return guarded(() => records.enterRows(id, { version: version(), rows, confirmed: confirmed || undefined }))
    },
    strike: (seq: number, reason: string) =>
      guarded(async () => {
        // The row that was struck is read again next.
        current.value = record.value?.entries.find((e) => e.seq === seq)?.row_key ?? ''
        await records.strike(id, { version: version(), seq, reason })
      }),
    step: (action: string, body: object = {}) => guarded(() => records.step(id, action, { version: version(), ...body })),
  }
}
