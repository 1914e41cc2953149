import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { Engine, EngineError, EngineTrap, REQUEST_MAX } from './engine'

const read = (path: string) => readFileSync(`../${path}`, 'utf8')
const edition = JSON.parse(read('data/regulations/jjg-539-2016.json')) as Record<string, unknown>
const weights = read('data/weights/weights_mpe.csv')
const input = {
  class: 'III', unit: 'kg', max: '60000', min: '400', e: '20', d: '20', supports: 6, auto_zero: 'on', kind: 'periodic',
  weights: [{ class: 'M1', nominal: '1000', count: 40 }, { class: 'M1', nominal: '20', count: 20 }, { class: 'M1', nominal: '2', count: 20 }],
}
const basis = { edition, weights, input }
let bytes: Uint8Array<ArrayBuffer>
let engine: Engine

beforeAll(async () => {
  bytes = new Uint8Array(readFileSync('src/engine/engine.wasm'))
  engine = await Engine.open(bytes)
})

describe('engine', () => {
  it('imports nothing', async () => {
    expect(WebAssembly.Module.imports(await WebAssembly.compile(bytes))).toEqual([])
  })
  it('judges the worked examples of a regulation', () => {
    const doc = JSON.parse(read('tests/vectors/jjg694-2009-aas.json')) as { cases: { expect: { conclusion: string } }[] }
    const { cases } = engine.call('evaluate', { regulation: doc as unknown as Record<string, unknown> })
    expect(cases.map((c) => c.result?.conclusion)).toEqual(doc.cases.map((c) => c.expect.conclusion))
  })
  it('plans and judges a weighbridge: a missing row is never a pass', () => {
    const { plan } = engine.call('plan', basis)
    const row = plan.steps.find((s) => s.test === 'weighing')!.rows[1]!
    // Half an interval of small weights: no error at all; no small weights: half an interval.
    const at = (dl: string) => engine.call('judge', { ...basis, entries: { rows: { 'zero.1': { i: '200', dl: '10' }, [row.key]: { i: row.load!, dl } } } }).result
    expect(at('10').verdict).toBe('incomplete')
    expect(at('10').rows.find((r) => r.key === row.key)?.ec).toBe('0')
    expect(at('2').rows.find((r) => r.key === row.key)?.ec).toBe('8')
    expect(at('2').rows.find((r) => r.key === row.key)?.verdict).toBe('pass')
  })
  it('names the place of what it refuses', () => {
    const broken = { ...input, e: 'x' }
    expect(() => engine.call('plan', { ...basis, input: broken })).toThrowError(EngineError)
    try {
      engine.call('check', { regulation: { schema: 'metro-vector/1', tests: 7 } })
    } catch (e) {
      expect((e as EngineError).key).toMatch(/^regulation\./)
    }
  })
  it('gives its memory back between calls', () => {
    engine.call('plan', basis)
    const before = engine.memory
    for (let i = 0; i < 200; i++) engine.call('plan', basis)
    expect(engine.memory).toBe(before)
  })
  it('refuses what is too large, and goes on after a trap', async () => {
    const own = await Engine.open(bytes)
    expect(() => own.answer('x'.repeat(REQUEST_MAX + 1))).toThrowError(EngineTrap)
    // A room that is none: the module runs into its own walls.
    ;(own as unknown as { room: number }).room = 0xfffffff0
    expect(() => own.answer('{}')).toThrowError(EngineTrap)
    expect(own.call('check', { regulation: edition }).code).toContain('539')
  })
})
