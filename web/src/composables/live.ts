import { computed, reactive, ref, shallowRef, type Ref } from 'vue'
import { records } from '@/api'
import type { RecordDetail, RecordResult, ResultRow } from '@/api/types'
import { EngineTrap, type Basis, type Engine, type Entries } from '@/engine/engine'
import { loadEngine } from '@/engine/load'
import { entryOf } from './record'
import { trimmed, type Typed } from './sheet'

/** The readings that count, as the server puts them together before it judges. */
export function entriesOf(record: RecordDetail): Entries {
  const rows: Entries['rows'] = {}
  for (const step of record.plan.steps)
    for (const row of step.rows) {
      const entry = entryOf(record, row.key)
      if (entry) rows[row.key] = entry.value
    }
  return { rows }
}

/** Both come from the same code: verdict and every number must be the same text. */
export function sameResult(a: RecordResult, b: RecordResult): boolean {
  const parts = (r: RecordResult) => JSON.stringify([r.verdict, r.rows.map((x) => [x.key, x.verdict, x.p, x.e, x.ec, x.value, x.result, x.limit])])
  return parts(a) === parts(b)
}

/** What a reading being typed would come to, by the server's own engine in the browser.
 * The server stays the authority: `differs` says when its answer is another one.  Without
 * the engine (an old browser, a lost connection) the page works as before. */
export function useLive(id: string, record: Ref<RecordDetail | null>) {
  const engine = shallowRef<Engine | null>(null)
  const draft = ref<{ key: string; value: Record<string, string> } | null>(null)
  const sheets = reactive<Typed>({})
  let basis: Basis | null = null

  async function open() {
    try {
      const [loaded, found] = await Promise.all([loadEngine(), records.basis(id)])
      basis = found
      engine.value = loaded
    } catch {
      engine.value = null
    }
  }
  function judge(entries: Entries): RecordResult | null {
    if (!engine.value || !basis) return null
    try {
      return engine.value.call('judge', { ...basis, entries }).result
    } catch (error) {
      // A half-typed number is refused; a trap ends the preview, not the page.
      if (error instanceof EngineTrap) engine.value = null
      return null
    }
  }
  const stored = computed(() => (record.value ? judge(entriesOf(record.value)) : null))
  const differs = computed(() => !!stored.value && !!record.value && !sameResult(stored.value, record.value.result))
  const preview = computed(() => {
    if (!record.value || !draft.value) return null
    const entries = entriesOf(record.value)
    entries.rows[draft.value.key] = draft.value.value
    return judge(entries)
  })
  /** The row being typed, once its readings are enough for a verdict. */
  const live = computed<ResultRow | null>(() => {
    const row = preview.value?.rows.find((r) => r.key === draft.value?.key)
    return row && (row.ec || ['pass', 'fail'].includes(row.verdict)) ? row : null
  })
  const questions = computed(() =>
    live.value ? (preview.value?.questions ?? []).filter((q) => q.row === draft.value?.key).map((q) => q.question) : [],
  )
  /** The whole record with what is typed on its sheets; null while nothing is. */
  const sheet = computed(() => {
    const typed = Object.entries(sheets).map(([key, value]) => [key, trimmed(value)] as const).filter(([, value]) => Object.keys(value).length)
    if (!record.value || !typed.length) return null
    const entries = entriesOf(record.value)
    for (const [key, value] of typed) entries.rows[key] ??= value
    return judge(entries)
  })
  return { open, draft, live, questions, differs, sheets, sheet }
}
