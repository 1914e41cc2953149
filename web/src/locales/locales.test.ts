import { describe, expect, it } from 'vitest'
import en from './words-en'
import zh from './words-zh'

/** All keys of a tree, "area.group.name". */
function keys(tree: unknown, above = ''): string[] {
  if (typeof tree !== 'object' || tree === null) return [above]
  return Object.entries(tree).flatMap(([k, v]) => keys(v, above ? `${above}.${k}` : k))
}

describe('locales', () => {
  it('have the same keys: each language is shown without the other', () => {
    expect(keys(zh).length).toBeGreaterThan(1000)
    expect(keys(en).sort()).toEqual(keys(zh).sort())
  })
})
