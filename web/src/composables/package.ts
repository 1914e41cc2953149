// The kinds of conditions of a package, as domain/package.c has them.
export interface Rule {
  kind: string
  values: string[]
  n: number
}
export const FORMS = [
  { kind: 'industry', n: 0 },
  { kind: 'size', n: 0 },
  { kind: 'division', n: 0 },
  { kind: 'instrument_due', n: 90 },
  { kind: 'certificate_expiring', n: 60 },
  { kind: 'young', n: 3 },
  { kind: 'supported', n: 0 },
]
/** A condition of that kind with its usual number. */
export function ruleOf(kind: string): Rule {
  return { kind, values: [], n: FORMS.find((f) => f.kind === kind)?.n ?? 0 }
}
