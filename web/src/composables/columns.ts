/** The columns of the ledger's table, in order; `fixed` ones are always there. */
export const DEMAND_COLUMNS = [
  { name: 'number', fixed: true },
  { name: 'text', fixed: true },
  { name: 'enterprise', fixed: false },
  { name: 'division', fixed: false },
  { name: 'state', fixed: false },
  { name: 'kind', fixed: false },
  { name: 'route', fixed: false },
  { name: 'source', fixed: false },
  { name: 'item', fixed: false },
  { name: 'office', fixed: false },
  { name: 'handler', fixed: false },
  { name: 'registered', fixed: false },
  { name: 'due', fixed: false },
] as const
export type DemandColumn = (typeof DEMAND_COLUMNS)[number]['name']
export const USUAL_COLUMNS: DemandColumn[] = ['number', 'text', 'enterprise', 'state', 'item', 'office', 'due']

/** What a text of names says ("number,text,due"); the fixed ones in any case, unknown names left out. */
export function columnsOf(text: string | null | undefined): DemandColumn[] {
  if (!text) return USUAL_COLUMNS
  const wanted = new Set(text.split(','))
  return DEMAND_COLUMNS.filter((c) => c.fixed || wanted.has(c.name)).map((c) => c.name)
}

/** The same columns as the file of the ledger calls them. */
export function exportColumns(columns: DemandColumn[]): string {
  return columns.map((c) => (c === 'text' ? 'demand' : c)).join(',')
}

/** A filter as the query of an address, without what is empty; sorted, so that equal ones are equal texts. */
export function queryOf(filter: Record<string, string>): string {
  return Object.entries(filter)
    .filter(([, v]) => v !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${k}=${encodeURIComponent(v).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`)
    .join('&')
}
export function filterOf(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}
