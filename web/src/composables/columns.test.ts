import { describe, expect, it } from 'vitest'
import { columnsOf, filterOf, queryOf, USUAL_COLUMNS, exportColumns } from './columns'

describe('columns of the ledger', () => {
  it('are the usual ones where nothing is chosen', () => {
    expect(columnsOf('')).toEqual(USUAL_COLUMNS)
    expect(columnsOf(null)).toEqual(USUAL_COLUMNS)
  })
  it('keep their order and the fixed ones, and leave out what is unknown', () => {
    expect(columnsOf('due,source,colour')).toEqual(['number', 'text', 'source', 'due'])
  })
})

describe('a filter as a query', () => {
  it('has no empty parts and one order', () => {
    expect(queryOf({ state: 'WIP', q: '', due: 'soon' })).toBe('due=soon&state=WIP')
  })
  it('comes back as it was, also with Chinese and marks', () => {
    const filter = { q: "地磅 (100t) & 'x'*", state: 'WIP' }
    expect(queryOf(filter)).toMatch(/^[A-Za-z0-9=&%._~-]+$/)
    expect(filterOf(queryOf(filter))).toEqual(filter)
  })
})

describe('columns of the file', () => {
  it('are those of the table by the names of the ledger', () => {
    expect(exportColumns(['number', 'text', 'due'])).toBe('number,demand,due')
  })
})
