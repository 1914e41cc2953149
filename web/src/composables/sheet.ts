import type { PlanRow, PlanStep, RecordDetail, RecordEntry, RecordResult, TestResult, TestValue } from '@/api/types'

/** What is typed on a sheet, by row key and reading. */
export type Typed = Record<string, Record<string, string>>

export function storedEntry(record: RecordDetail, key: string, setNo: number): RecordEntry | undefined {
  return record.entries.find((e) => e.row_key === key && e.kind === 'reading' && e.set_no === setNo && !e.struck)
}

/** Rows that are laid out as a matrix: moments of a series, rounds of a field. */
export function isMatrix(step: PlanStep): boolean {
  return step.rows.length > 0 && step.rows.every((r) => r.form === 'time' || r.form === 'scan')
}

/** What is typed, without empty readings. */
export function trimmed(value: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(value ?? {}).map(([k, v]) => [k, v.trim()] as const).filter(([, v]) => v !== ''))
}

/** Has everything been typed that the row needs?  Defaults count as typed. */
export function isReady(row: PlanRow, value: Record<string, string> | undefined): boolean {
  const given = trimmed(value)
  if (row.form === 'item') return !!given.result
  if (!Object.keys(given).length) return false
  return (row.ask ?? []).every((a) => !a.needed || a.default !== null || !!given[a.id])
}

/** The rows of a step that can be entered now, in their order. */
export function readyRows(step: PlanStep, typed: Typed, isEntered: (key: string) => boolean) {
  return step.rows
    .filter((r) => !isEntered(r.key) && isReady(r, typed[r.key]))
    .map((r) => ({ row_key: r.key, value: trimmed(typed[r.key]) }))
}

/** Cells of a text copied from a spreadsheet: rows by line, cells by tab (or by spaces). */
export function cellsOf(text: string): string[][] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => (line.includes('\t') ? line.split('\t') : line.trim().split(/[ \u3000;；]+/)).map((c) => c.trim()))
}

/** Puts pasted cells into the rows from the given one on; entered rows are passed over. */
export function paste(rows: PlanRow[], from: { row: number; want: number }, text: string, typed: Typed, isEntered: (key: string) => boolean): number {
  const open = rows.slice(from.row).filter((r) => !isEntered(r.key))
  let put = 0
  cellsOf(text).forEach((cells, i) => {
    const row = open[i]
    if (!row) return
    cells.forEach((cell, k) => {
      const want = row.wants[from.want + k]
      if (want === undefined) return
      ;(typed[row.key] ??= {})[want] = cell
      put++
    })
  })
  return put
}

export function testOf(result: RecordResult, step: PlanStep): TestResult | undefined {
  return result.tests.find((x) => x.test === step.test && (x.instance ?? 1) === (step.instance ?? 1))
}

/** U and k of a value of a calibration. */
export function budgetOf(result: RecordResult, step: PlanStep, value: TestValue, index: number) {
  return (result.uncertainty ?? [])
    .filter((u) => u.instance === (step.instance ?? 1))
    .flatMap((u) => u.budgets)
    .find((b) => b.test === step.test && (b.output ? b.output === value.name : b.index === index))
}
