import { expect, it } from 'vitest'
import { fen } from './keeping'

it('reads amounts exactly', () => {
  for (const [text, want] of [['80', 8000], ['80.5', 8050], [' 0.07 ', 7], ['1234567.89', 123456789], ['', null], ['80.555', null], ['-1', null], ['8e3', null], ['１', null]] as const) expect(fen(text), text).toBe(want)
})
