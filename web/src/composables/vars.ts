// What an edition wants to know of an instrument ("instrument_vars"), as fields of a form.
import type { KindForm } from '@/api/types'

export interface Var {
  name: string
  zh: string
  en: string
  unit?: string
  type: 'decimal' | 'integer' | 'text' | 'choice' | 'list'
  required: boolean
  choices?: { value: string; zh: string; en: string }[]
  default?: string
  when?: Record<string, string[]>
}
export type Values = Record<string, string>

export const varsOf = (form: KindForm | undefined) => (form?.vars ?? []) as unknown as Var[]
export const gradesOf = (form: KindForm | undefined) => (form?.grades ?? []) as unknown as string[]
const given = (values: Values, v: Var) => (values[v.name] ?? '').trim()
/** Those that are asked for with what is chosen so far: `when` names values of variables before. */
export function asked(vars: Var[], values: Values): Var[] {
  const out: Var[] = []
  for (const v of vars) {
    const holds = Object.entries(v.when ?? {}).every(([name, list]) => {
      const other = out.find((o) => o.name === name)
      return !!other && list.includes(given(values, other) || (other.default ?? ''))
    })
    if (holds) out.push(v)
  }
  return out
}
export const missing = (vars: Var[], values: Values) => asked(vars, values).filter((v) => v.required && !v.default && !given(values, v))
/** The parameters of the register; what is empty is left to the edition's default. */
export const paramsOf = (vars: Var[], values: Values): Values => Object.fromEntries(asked(vars, values).map((v) => [v.name, given(values, v)]).filter(([, x]) => x))
