import { expect, test } from 'vitest'
import { clockText, minuteOf, wordsOf } from './message'

test('minutes of a day and back', () => {
  for (const m of [0, 59, 60, 480, 1439]) expect(minuteOf(clockText(m))).toBe(m)
  expect(clockText(425)).toBe('07:05')
})
test('words by blanks and commas of both kinds', () => {
  expect(wordsOf(' a.example，b.example;  c.example ')).toEqual(['a.example', 'b.example', 'c.example'])
  expect(wordsOf('')).toEqual([])
})
