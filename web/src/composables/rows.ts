import type { DemandRow } from '@/api/types'
import type { DemandColumn } from './columns'
import { dayOf, stamp } from './format'

type Words = (key: string) => string

function cell(r: DemandRow, column: DemandColumn, t: Words): string {
  switch (column) {
    case 'number': return r.number
    case 'text': return r.text
    case 'enterprise': return r.enterprise_name
    case 'division': return r.division_name
    case 'state': return t(`state.demand.${r.state}`)
    case 'kind': return r.kind ? t(`kind.${r.kind}`) : ''
    case 'route': return r.route ? t(`route.${r.route}`) : ''
    case 'source': return t(`source.${r.source}`)
    case 'item': return r.item_name ?? r.department_name ?? ''
    case 'office': return r.lead_office_name ?? ''
    case 'handler': return r.handler_name ?? ''
    case 'registered': return dayOf(r.registered_ms)
    case 'due': return r.due_ms ? `${stamp(r.due_ms)} ${t(`light.${r.light}`)}` : ''
  }
}

/** A field of CSV; one that a workbook would take for a formula gets an apostrophe. */
export function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

export function csvOf(rows: DemandRow[], columns: DemandColumn[], t: Words): string {
  const lines = [columns.map((c) => field(t(`demand.${c}`)))]
  for (const r of rows) lines.push(columns.map((c) => field(cell(r, c, t))))
  return lines.map((l) => l.join(',')).join('\r\n') + '\r\n'
}

/** The rows as a CSV file that workbooks open with its Chinese. */
export function downloadRows(rows: DemandRow[], columns: DemandColumn[], t: Words) {
  const url = URL.createObjectURL(new Blob(['\uFEFF', csvOf(rows, columns, t)], { type: 'text/csv;charset=utf-8' }))
  const a = document.createElement('a')
  a.href = url
  a.download = `${t('demand.title')}-${dayOf(Date.now())}.csv`
  a.click()
  URL.revokeObjectURL(url)
}
