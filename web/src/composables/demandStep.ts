// The steps of a demand that need no form of their own: which fields each asks for, and what
// goes to which address.  The page draws the fields; the server decides what is allowed.

export type Values = Record<string, string | number | boolean | string[]>
export interface Field {
  name: string
  kind: 'words' | 'line' | 'day' | 'days' | 'choice' | 'person' | 'leader' | 'department' | 'departments' | 'division' | 'offices' | 'file'
  /** Name of the wording (`step.<label>`); the field's own name if it is left out. */
  label?: string
  choices?: string[]
  optional?: boolean
  when?: (v: Values) => boolean
}
export interface Step {
  fields: Field[]
  /** Last part of the address; the action's own name if it is left out. */
  path?: string
  first?: Values
  body?: (v: Values) => object
}

const reason: Field = { name: 'reason', kind: 'words' }
const note: Field = { name: 'note', kind: 'words', optional: true }
const plain = (path?: string): Step => ({ path, fields: [reason] })

/** Who sat at a joint meeting: offices, departments, and people named in a line each. */
function parties(v: Values): object[] {
  const list = (x: unknown) => (Array.isArray(x) ? (x as string[]) : [])
  const named = String(v.others ?? '')
    .split(/[\n;；]/)
    .map((s) => s.trim())
    .filter(Boolean)
  return [...list(v.offices).map((office_id) => ({ office_id })), ...list(v.departments).map((department_code) => ({ department_code })), ...named.map((name) => ({ name }))]
}

export const STEPS: Record<string, Step> = {
  object: plain(),
  meet: plain(),
  withdraw: plain(),
  reopen: plain(),
  close: { fields: [{ ...reason, optional: true }] },
  resume: { fields: [{ ...reason, optional: true }] },
  withdraw_ask: plain('withdraw-ask'),
  decline: { fields: [reason, { name: 'where_to', kind: 'line' }] },
  contact: { fields: [{ name: 'way', kind: 'choice', choices: ['phone', 'visit', 'message'] }, note], first: { way: 'phone' } },
  propose: { fields: [{ name: 'text', kind: 'words', label: 'plan' }] },
  interim: { fields: [{ name: 'text', kind: 'words', label: 'interim' }] },
  pause: {
    fields: [
      { name: 'reason', kind: 'choice', label: 'pause', choices: ['enterprise', 'department', 'technical'] },
      { name: 'until_day', kind: 'day' },
      { name: 'note', kind: 'words', label: 'awaited' },
    ],
    first: { reason: 'enterprise' },
  },
  extend_ask: { path: 'extend-ask', fields: [{ name: 'days', kind: 'days' }, reason], first: { days: 5 } },
  extend: { path: 'extend-decide', fields: [note], body: (v) => ({ ...v, approve: true }) },
  extend_refuse: { path: 'extend-decide', fields: [{ name: 'note', kind: 'words', label: 'reason' }], body: (v) => ({ ...v, approve: false }) },
  transfer: {
    fields: [
      { name: 'to', kind: 'choice', choices: ['department', 'county', 'province'] },
      { name: 'department_code', kind: 'department', when: (v) => v.to === 'department' },
      { name: 'division_code', kind: 'division', when: (v) => v.to === 'county' },
      { name: 'officer_id', kind: 'person', optional: true },
      note,
    ],
    first: { to: 'department' },
  },
  receipt: { fields: [{ name: 'received_by', kind: 'line' }] },
  reply: {
    fields: [
      { name: 'day', kind: 'day', label: 'reply_day' },
      { name: 'number', kind: 'line', optional: true },
      { name: 'text', kind: 'words', label: 'reply_text' },
      { name: 'attachment_id', kind: 'file' },
    ],
  },
  meeting_record: {
    path: 'meeting',
    fields: [
      { name: 'convener_id', kind: 'leader' },
      { name: 'day', kind: 'day', label: 'meeting_day' },
      { name: 'offices', kind: 'offices', optional: true },
      { name: 'departments', kind: 'departments', optional: true },
      { name: 'others', kind: 'words', optional: true },
      { name: 'minutes', kind: 'words' },
      { name: 'decision', kind: 'words' },
    ],
    body: (v) => ({ convener_id: v.convener_id, day: v.day, minutes: v.minutes, decision: v.decision, parties: parties(v) }),
  },
}

/** The fields to show for what is filled in so far. */
export function fieldsOf(action: string, v: Values): Field[] {
  return (STEPS[action]?.fields ?? []).filter((f) => !f.when || f.when(v))
}
const isEmpty = (x: unknown) => x === undefined || x === '' || x === null || (Array.isArray(x) && !x.length)

/** Nothing that is needed is missing. */
export function isComplete(action: string, v: Values): boolean {
  if (action === 'meeting_record' && !parties(v).length) return false
  return fieldsOf(action, v).every((f) => f.optional || !isEmpty(typeof v[f.name] === 'string' ? String(v[f.name]).trim() : v[f.name]))
}
/** What is sent: fields that show and hold something, as the step wants them. */
export function bodyOf(action: string, v: Values): object {
  const sent: Values = {}
  for (const f of fieldsOf(action, v)) {
    const x = v[f.name]
    const value = typeof x === 'string' ? x.trim() : x
    if (value !== undefined && !isEmpty(value)) sent[f.name] = value
  }
  return STEPS[action]?.body?.(sent) ?? sent
}

/** Where a clause ends that may be the end of a demand: a proposal to start from, as many
 *  parts as the matcher counts, of which the person makes what is right. */
export function proposeParts(text: string, n: number): string[] {
  const clauses = text
    .split(/(?<=[。！？!?；;\n])|(?=另外|还有|顺便|此外|再就是|还想)/)
    .map((s) => s.trim())
    .filter(Boolean)
  const most = Math.max(2, n)
  while (clauses.length > most) {
    // The shortest neighbours belong together.
    let at = 0
    for (let i = 1; i + 1 < clauses.length; i++) if (clauses[i]!.length + clauses[i + 1]!.length < clauses[at]!.length + clauses[at + 1]!.length) at = i
    clauses.splice(at, 2, clauses[at]! + clauses[at + 1]!)
  }
  while (clauses.length < 2) clauses.push('')
  return clauses
}
