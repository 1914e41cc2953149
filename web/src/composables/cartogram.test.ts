import { describe, expect, it } from 'vitest'
import { spread } from './cartogram'

// Two districts of one town and two counties far away.
const PLACES = [
  { x: 114_982_400, y: -27_115_700, r: 50, name: 'a' },
  { x: 115_011_300, y: -27_109_200, r: 40, name: 'b' },
  { x: 115_394_000, y: -27_758_800, r: 20, name: 'north' },
  { x: 114_512_000, y: -26_327_100, r: 20, name: 'south' },
]

describe('a cartogram', () => {
  const out = spread(PLACES, 480, 420)
  it('covers nothing', () => {
    for (const [i, a] of out.entries())
      for (const b of out.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(a.r + b.r)
  })
  it('stays within its frame and keeps the directions', () => {
    for (const c of out) {
      expect(c.x - c.r).toBeGreaterThanOrEqual(0)
      expect(c.x + c.r).toBeLessThanOrEqual(480)
      expect(c.y - c.r).toBeGreaterThanOrEqual(0)
      expect(c.y + c.r).toBeLessThanOrEqual(420)
    }
    const at = Object.fromEntries(out.map((c) => [c.name, c]))
    expect(at.north?.y).toBeLessThan(at.a?.y ?? 0)
    expect(at.south?.y).toBeGreaterThan(at.a?.y ?? 0)
    expect(at.a?.x).toBeLessThan(at.b?.x ?? 0)
  })
  it('of nothing is nothing', () => expect(spread([], 10, 10)).toEqual([]))
})
