import { describe, expect, it } from 'vitest'
import type { Page } from '@/api/http'
import { enough } from './list'

/** A server whose answers hold so many rows each. */
function server(sizes: number[]) {
  let calls = 0
  const load = async (after?: string): Promise<Page<number>> => {
    const at = Number(after ?? 0)
    calls++
    return { items: Array.from({ length: sizes[at] ?? 0 }, () => at), next: at + 1 < sizes.length ? String(at + 1) : null }
  }
  return { load, calls: () => calls }
}

async function read(sizes: number[], after?: string, shows = Infinity) {
  const s = server(sizes)
  const seen: { n: number; next: string | null }[] = []
  await enough(s.load, after, (found, next) => seen.push({ n: found.length, next }) < shows)
  return { ...seen[seen.length - 1], calls: s.calls() }
}

describe('a list', () => {
  it('goes on where an answer is short, until there is enough to show', async () => {
    expect(await read([0, 3, 0, 18, 50])).toEqual({ n: 21, next: '4', calls: 4 })
    expect(await read([50, 50])).toEqual({ n: 50, next: '1', calls: 1 })
  })
  it('ends where no more are left', async () => {
    expect(await read([0, 2, 0])).toEqual({ n: 2, next: null, calls: 3 })
    expect(await read([])).toEqual({ n: 0, next: null, calls: 1 })
  })
  it('stops after many calls and says that there may be more', async () => {
    expect(await read(Array(100).fill(0))).toEqual({ n: 0, next: '20', calls: 20 })
    expect(await read(Array(100).fill(0), '20')).toEqual({ n: 0, next: '40', calls: 20 })
  })
  it('stops when something else is asked for meanwhile', async () => {
    expect((await read([0, 0, 0, 0, 5], undefined, 2)).calls).toBe(2)
  })
})
