import { describe, expect, it } from 'vitest'
import { asked, missing, paramsOf, type Var } from './vars'

const v = (name: string, more: Partial<Var> = {}): Var => ({ name, zh: name, en: name, type: 'decimal', required: true, ...more })
const chamber = [v('volume'), v('humid', { type: 'choice', required: false, default: 'no' }), v('rh_points', { type: 'list', when: { humid: ['yes'] } })]

describe('parameters that an edition asks for', () => {
  it('asks what the choices before call for', () => {
    expect(asked(chamber, {}).map((x) => x.name)).toEqual(['volume', 'humid'])
    expect(asked(chamber, { humid: 'yes' }).map((x) => x.name)).toEqual(['volume', 'humid', 'rh_points'])
    expect(asked([v('b', { when: { a: ['1'] } })], { a: '1' })).toEqual([])
  })
  it('names what is missing', () => {
    expect(missing(chamber, {}).map((x) => x.name)).toEqual(['volume'])
    expect(missing(chamber, { volume: ' 0.1', humid: 'yes' }).map((x) => x.name)).toEqual(['rh_points'])
    expect(missing([v('half', { default: '0' })], {})).toEqual([])
  })
  it('sends what was typed and is asked for', () => {
    expect(paramsOf(chamber, { volume: ' 0.1 ', rh_points: '60' })).toEqual({ volume: '0.1' })
    expect(paramsOf(chamber, { volume: '0.1', humid: 'yes', rh_points: '40 60' })).toEqual({ volume: '0.1', humid: 'yes', rh_points: '40 60' })
  })
})
