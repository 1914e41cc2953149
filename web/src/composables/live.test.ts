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

describe('a laboratory record while one types', () => {
  const lab = {
    edition: JSON.parse(read('docs/examples/stopwatch.json')) as Record<string, unknown>,
    weights: '',
    input: { kind: 'initial', grade: '0.05', vars: { d: '0.01', longest: '3600' }, standards: [{ id: 'TC-7', kind: 'time_calibrator', mpe: '0.001', u: '0.0006', k: '2', from: '0.01', to: '99999' }] },
  }
  async function opened() {
    served.basis = lab
    const { steps } = engine.call('plan', lab).plan
    const { result } = engine.call('judge', { ...lab, entries: { rows: {} } })
    const record = ref<RecordDetail | null>({ set_no: 1, plan: { steps }, entries: [], result } as unknown as RecordDetail)
    const live = useLive('r2', record)
    await live.open()
    return live
  }
  it('is judged with what stands on its sheets', async () => {
    const live = await opened()
    expect(live.sheet.value).toBeNull()
    live.sheets['interval.1'] = { x1: '10.01', x2: ' ' }
    expect(live.sheet.value!.rows.find((r) => r.key === 'interval.1')!.value).toBeNull()
    live.sheets['interval.1'] = { x1: '10.01', x2: '10.03' }
    expect(live.sheet.value!.rows.find((r) => r.key === 'interval.1')).toMatchObject({ value: '0.020', verdict: 'pass' })
    expect(live.differs.value).toBe(false)
  })
  it('asks back, and says nothing of half a number', async () => {
    const live = await opened()
    live.sheets['interval.1'] = { x1: '10.013', x2: '10.03' }
    expect(live.sheet.value!.questions.map((q) => q.question)).toContain('not_multiple')
    live.sheets['interval.1'] = { x1: '10.', x2: 'x' }
    expect(live.sheet.value).toBeNull()
  })
})
