import { describe, expect, it } from 'vitest'
import type { DemandRow } from '@/api/types'
import { csvOf, field } from './rows'

describe('fields of CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['-5', "'-5"],
    ['@x', "'@x"],
    ['', ''],
  ])('%j becomes %j', (text, wanted) => {
    expect(field(text)).toBe(wanted)
  })
})

describe('rows of the ledger', () => {
  it('are what the columns show, head first', () => {
    const r = { number: 'SQ2026-0001', text: '地磅,到期', due_ms: null, light: 'none' } as DemandRow
    expect(csvOf([r], ['number', 'text', 'due'], (k) => k)).toBe('demand.number,demand.text,demand.due\r\nSQ2026-0001,"地磅,到期",\r\n')
  })
})
