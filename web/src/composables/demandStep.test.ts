import { describe, expect, it } from 'vitest'
import { bodyOf, fieldsOf, isComplete, proposeParts } from './demandStep'

describe('steps of a demand', () => {
  it('a hand-over asks for what its side needs', () => {
    expect(fieldsOf('transfer', { to: 'department' }).map((f) => f.name)).toContain('department_code')
    expect(fieldsOf('transfer', { to: 'county' }).map((f) => f.name)).toContain('division_code')
    expect(isComplete('transfer', { to: 'county' })).toBe(false)
    expect(isComplete('transfer', { to: 'province' })).toBe(true)
  })
  it('what another choice left behind is not sent', () => {
    expect(bodyOf('transfer', { to: 'province', department_code: 'EX-TAX', note: ' ' })).toEqual({ to: 'province' })
  })
  it('a decision carries its side', () => {
    expect(bodyOf('extend', { note: '同意' })).toEqual({ note: '同意', approve: true })
    expect(bodyOf('extend_refuse', { note: '先借砝码' })).toEqual({ note: '先借砝码', approve: false })
  })
  it('a meeting needs somebody beside its convener', () => {
    const v = { convener_id: 'a', day: '2026-01-05', minutes: 'm', decision: 'd' }
    expect(isComplete('meeting_record', v)).toBe(false)
    expect(isComplete('meeting_record', { ...v, others: '企业设备部' })).toBe(true)
    expect(bodyOf('meeting_record', { ...v, offices: ['o'], departments: ['EX-TAX'], others: 'x\ny' })).toEqual({ convener_id: 'a', day: '2026-01-05', minutes: 'm', decision: 'd', parties: [{ office_id: 'o' }, { department_code: 'EX-TAX' }, { name: 'x' }, { name: 'y' }] })
  })
  it('blanks are nothing', () => {
    expect(isComplete('object', { reason: '  ' })).toBe(false)
  })
})

describe('parts of a text', () => {
  it('cuts where a sentence or another matter begins', () => {
    expect(proposeParts('电线要不要办三C认证？另外地磅到期了要检定', 2)).toEqual(['电线要不要办三C认证？', '另外地磅到期了要检定'])
  })
  it('joins the shortest neighbours down to the number', () => {
    expect(proposeParts('一。二。第三件事情很长很长。', 2)).toEqual(['一。二。', '第三件事情很长很长。'])
  })
  it('always leaves room for a second part', () => {
    expect(proposeParts('地磅到期', 1)).toEqual(['地磅到期', ''])
  })
})
