import { describe, expect, it } from 'vitest'
import { every, ticks } from './chart'

describe('chart', () => {
  it('draws few lines at round numbers, the last at or above the most', () => {
    expect(ticks(47)).toEqual([0, 10, 20, 30, 40, 50])
    expect(ticks(50)).toEqual([0, 10, 20, 30, 40, 50])
    expect(ticks(3)).toEqual([0, 1, 2, 3])
    expect(ticks(0)).toEqual([0, 1])
    expect(ticks(1000001).pop()).toBeGreaterThanOrEqual(1000001)
    for (const n of [1, 7, 12, 99, 101, 1234]) expect(ticks(n).length).toBeLessThanOrEqual(6)
  })
  it('leaves out labels that have no room', () => {
    expect(every(9, 600, 64)).toBe(1)
    expect(every(9, 300, 64)).toBe(2)
    expect(every(24, 300, 64)).toBe(6)
    expect(every(3, 0, 64)).toBe(192)
  })
})
