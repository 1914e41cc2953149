import { expect, test } from 'vitest'
import { matterPath } from './matter'

test('a matter has a page in the office', () => {
  expect(matterPath('demand', 'D1', false)).toBe('/demands/D1')
})
test('the enterprise has pages of its own', () => {
  expect(matterPath('demand', 'D1', true)).toBe('/matters/D1')
  expect(matterPath('certificate', 'C1', true)).toBe('/certificates')
})
test('what has no page has no link', () => {
  expect(matterPath('trip', 'T1', true)).toBeNull()
  expect(matterPath('toString', 'x', false)).toBeNull()
})
