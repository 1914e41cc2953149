import { describe, expect, it } from 'vitest'
import { compare, problem, rangeParams, rangesOf } from './ranges'

const r = (max: string, e: string, min = '') => ({ max, e, min })

describe('ranges of a weighing instrument', () => {
  it('compares decimals by value', () => {
    for (const [a, b, want] of [['10', '9', 1], ['0.5', '0.50', 0], ['1.5', '1.49', 1], ['007', '7', 0], ['2', '10', -1], ['0.1', '0.09', 1]] as const)
      expect(compare(a, b), `${a} ${b}`).toBe(want)
  })
  it('says what is wrong before the server does', () => {
    expect(problem('single', [])).toBe('')
    expect(problem('multi_interval', [r('30000', '10')])).toBe('too_few')
    expect(problem('multi_interval', [r('30000', '10'), r('60000', 'x')])).toBe('number')
    expect(problem('multi_interval', [r('30000', '0'), r('60000', '20')])).toBe('number')
    expect(problem('multi_interval', [r('60000', '10'), r('30000', '20')])).toBe('rise')
    expect(problem('multi_interval', [r('30000', '10'), r('60000', '10.0')])).toBe('rise')
    expect(problem('multiple_range', [r(' 30000', '10', '200'), r('60000', '20 ', '400')])).toBe('')
  })
  it('becomes parameters of the register', () => {
    expect(rangeParams('single', [r('1', '1')])).toEqual({})
    expect(rangeParams('multi_interval', [r('30000', '10', '200'), r(' 60000', '20', '400')])).toEqual({ structure: 'multi_interval', part_max: '30000 60000', part_e: '10 20' })
    expect(rangeParams('multiple_range', [r('30000', '10', '200'), r('60000', '20', '400')]).part_min).toBe('200 400')
    expect(rangeParams('multiple_range', [r('30000', '10', ''), r('60000', '20', '400')]).part_min).toBeUndefined()
  })
  it('is read back from lists and from text', () => {
    const want = [{ max: '30000', e: '10' }, { max: '60000', e: '20' }]
    expect(rangesOf({ structure: 'multi_interval', part_max: ['30000', '60000'], part_e: ['10', '20'] })).toEqual(want)
    expect(rangesOf({ structure: 'multiple_range', part_max: '30000; 60000', part_e: '10 20' })).toEqual(want)
    expect(rangesOf({ max: '60000', e: '20' })).toEqual([])
  })
})
