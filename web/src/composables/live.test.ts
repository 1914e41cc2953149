import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import type { PlanStep, RecordDetail } from '@/api/types'
import { Engine, EngineTrap } from '@/engine/engine'

const read = (path: string) => readFileSync(`../${path}`, 'utf8')
const basis = {
  edition: JSON.parse(read('data/regulations/jjg-539-2016.json')) as Record<string, unknown>,
  weights: read('data/weights/weights_mpe.csv'),
  input: {
    class: 'III', unit: 'kg', max: '60000', min: '400', e: '20', d: '20', supports: 6, auto_zero: 'on', kind: 'periodic',
    weights: [{ class: 'M1', nominal: '1000', count: 40 }, { class: 'M1', nominal: '20', count: 20 }, { class: 'M1', nominal: '2', count: 20 }],
  },
}
let engine: Engine
const served = vi.hoisted(() => ({ basis: null as unknown, engine: null as unknown }))
vi.mock('@/api', () => ({ records: { basis: () => Promise.resolve(served.basis) } }))
vi.mock('@/engine/load', () => ({ loadEngine: () => (served.engine ? Promise.resolve(served.engine) : Promise.reject(new Error('offline'))) }))
const { useLive } = await import('./live')

function recordOf(steps: PlanStep[], rows: Record<string, Record<string, string>>): RecordDetail {
  const entries = Object.entries(rows).map(([row_key, value], i) => ({ seq: i + 1, set_no: 1, row_key, kind: 'reading', value, struck: false }))
  const { result } = engine.call('judge', { ...basis, entries: { rows } })
  return { set_no: 1, plan: { steps }, entries, result } as unknown as RecordDetail
}

beforeEach(async () => {
  engine = await Engine.open(new Uint8Array(readFileSync('src/engine/engine.wasm')))
  served.basis = basis
  served.engine = engine
})

describe('the verdict while one types', () => {
  const zero = { 'zero.1': { i: '200', dl: '10' } }
  async function opened() {
    const { steps } = engine.call('plan', basis).plan
    const row = steps.find((s) => s.test === 'weighing')!.rows[1]!
    const record = ref<RecordDetail | null>(recordOf(steps, zero))
    const live = useLive('r1', record)
    await live.open()
    return { live, row, record }
  }
  it('is there before anything is sent, and only when the reading is whole', async () => {
    const { live, row } = await opened()
    live.draft.value = { key: row.key, value: { i: row.load!, dl: '' } }
    expect(live.live.value).toBeNull()
    live.draft.value = { key: row.key, value: { i: row.load!, dl: '2' } }
    expect(live.live.value).toMatchObject({ verdict: 'pass', ec: '8' })
    live.draft.value = { key: row.key, value: { i: row.load!, dl: 'x' } }
    expect(live.live.value).toBeNull()
  })
  it('asks back what the server would', async () => {
    const { live, row } = await opened()
    live.draft.value = { key: row.key, value: { i: row.load!, dl: '41' } }
    expect(live.questions.value).toContain('dl_outside')
  })
  it('says when the server says something else', async () => {
    const { live, record } = await opened()
    expect(live.differs.value).toBe(false)
    record.value = { ...record.value!, result: { ...record.value!.result, verdict: 'pass' } }
    expect(live.differs.value).toBe(true)
  })
  it('is silent without the engine and after a trap', async () => {
    served.engine = null
    const off = (await opened()).live
    expect(off.differs.value).toBe(false)
    served.engine = engine
    const { live, row } = await opened()
    vi.spyOn(engine, 'call').mockImplementation(() => {
      throw new EngineTrap('unreachable')
    })
    live.draft.value = { key: row.key, value: { i: row.load!, dl: '2' } }
    expect(live.live.value).toBeNull()
  })
})
