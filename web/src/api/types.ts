// Shapes of the API as pages use them.  generated.ts is written by `qh types`; here the
// parts that the server passes through as JSON get their shape.
import type * as S from './generated'

export type Params = Record<string, string | number>
export type Item = S.ItemOut
export type ItemHead = S.ItemHeadOut
export type ItemVersion = S.ItemVersionOut
export type ItemWhole = S.ItemWholeOut
export type ItemChange = S.ItemChangeOut
export type PackageRow = S.PackageRowOut
export type PackageDetail = S.PackageDetailOut
export type PackageRule = S.PackageRuleOut
export type PackageItem = S.PackageItemOut
export type PackageFits = S.PackageFitsOut
export type Offer = S.OfferOut
export type OfferReason = S.OfferReasonOut
export type Pick = S.PickOut
export type Appointment = S.AppointmentOut
export type AppointmentDetail = S.AppointmentDetailOut
export type Department = S.DepartmentOut
export type Office = S.OfficeOut
export type Person = S.PersonOut
export type Action = S.ActionOut
export type Proposal = S.MatchProposalOut
export type DemandRow = S.DemandItemOut
export type ConfirmLink = S.ConfirmLinkOut
export type ConfirmPage = S.ConfirmPageOut
export type FigureRow = S.FigureRowOut
export type Clock = S.DemandClockOut
export type HistoryEntry = S.DemandEventOut
export type BulkResult = S.DemandBulkResultOut
export type ListView = S.ListViewOut
export type SuperviseView = S.SuperviseViewOut
export type SuperviseOrder = S.SuperviseOrderOut
export type SuperviseOverdue = S.SuperviseOverdueOut
export type OfficeLeaders = S.OfficeLeadersOut
export type Setting = S.SettingOut
export type SettingEntry = S.SettingEntryOut
export type SuperviseLevel = S.SuperviseLevelOut
export type DemandDetail = S.DemandDetailOut
export type DemandDuplicate = S.DemandDuplicateOut
export type Promised = S.DemandPromiseOut
export type Stop = S.DemandStopOut
export type Seal = S.SealOut
export type BookingRow = S.BookingRowOut
export type Standard = S.StandardOut
export type StandardSet = S.StandardSetOut
export type Vehicle = S.VehicleOut
export type Edition = S.EditionOut
export type EditionDetail = S.EditionDetailOut
export type Capability = S.CapabilityOut
export type Kind = S.KindOut
export type Credential = S.CredentialOut
export type StandardDetail = S.StandardDetailOut
export type KindForm = S.KindFormOut
export type KindDetail = S.KindDetailOut
export type TripProblem = S.TripProblemOut
export type TripFeasibility = S.TripFeasibilityOut
export type TripCheck = S.TripCheckOut
export type TripPlan = S.TripIn
export type TripRow = S.TripRowOut
export type RecordRow = S.RecordRowOut
export type CertificateRow = S.CertificateRowOut
export type ChargeLine = S.ChargeLineOut
export type ChargePage = S.ChargePageOut
export type Today = S.TodayOut
export type Enterprise = S.EnterpriseOut
export type EnterpriseDetail = S.EnterpriseDetailOut
export type Place = S.PlaceOut
export type Visit = S.VisitOut
export type VisitDetail = S.VisitDetailOut
export type VisitDone = S.VisitDoneOut
export type VisitQuiet = S.VisitQuietOut
export type VisitOwn = S.VisitOwnOut
export type PairingRow = S.PairingRowOut
export type PairingLoad = S.PairingLoadOut
export type PairingDone = S.PairingDoneOut
export type Interest = S.InterestRowOut
export type Handover = S.HandoverOut
export type HandoverDetail = S.HandoverDetailOut
export type HandoverDone = S.HandoverDoneOut
export type Notice = S.NoticeOut
export type NotifyProfile = S.NotifyProfileOut
export type NotifyWish = S.NotifyWishOut
export type NotifyEndpoint = S.EndpointOut
export type NotifyEndpointMade = S.EndpointMadeOut
export type Delivery = S.DeliveryOut
export type Feedback = S.FeedbackRowOut
export type Figures = S.FigurePageOut
export type ImportReport = S.ImportOut
export type BulletinRow = S.BulletinRowOut
export type Bulletin = S.BulletinOut
export type FigureRate = S.FigureRateOut
export type FigureGroup = S.FigureGroupOut
export interface Instrument extends S.InstrumentOut {
  params: Params
}
export interface InstrumentDetail extends S.InstrumentDetailOut {
  instrument: Instrument
}
export interface BookingLine extends S.BookingLineOut {
  params: Params
}
export interface BookingDetail extends S.BookingDetailOut {
  lines: BookingLine[]
}
export interface TripTask extends S.TripTaskOut {
  params: Params
}
export interface TripDetail extends S.TripDetailOut {
  tasks: TripTask[]
}
export interface PlanRow {
  key: string
  form: 'item' | 'value' | 'load' | 'eccentric' | 'substitute' | 'discrimination' | 'displays' | 'readings' | 'pair' | 'time' | 'scan' | 'level' | 'list'
  wants: string[]
  required: boolean
  may_na: boolean
  zh: string
  en: string
  unit: string
  position: number | Named | null
  place: string
  direction: string | null
  e: string | null
  tare: string | null
  load: string | null
  placed: string | null
  substitute_stages: number
  e0_load: string | null
  pieces: { nominal: string; count: number }[]
  limit: string | null
  limit_clause: string | null
  // The general procedure: one item of `ask` for each of `wants`, at least `least` needed.
  ask?: Ask[]
  least?: number
  label?: string
  p?: string | null
  near?: string | null
  tolerance?: string | null
  limit_text?: string | null
}
export interface Named {
  id: string
  zh: string
  en: string
}
export interface Ask extends Named {
  unit: string
  resolution: string | null
  default: string | null
  needed: boolean
}
export interface PlanStep {
  test: string
  range: number | null
  zh: string
  en: string
  kind: string
  clause: string
  required: boolean
  rows: PlanRow[]
  instance?: number
  set?: string | null
}
export interface Note {
  key: string
  row: string
  reading: string
  args: string[]
}
export interface RecordPlan {
  unit: string
  class: string
  max: string
  min: string
  e: string
  d: string
  n: string
  reading: string
  service_d: string | null
  structure: string
  parts: { max: string; e: string }[]
  eccentricity: string
  reach: string | null
  small_weight: string
  zero_load: string
  stages: number
  stage_mass: string
  feasibility: { verdict: string; reason: string; standards: string; least: string; spread: string | null; spread_e: string | null }
  notes: Note[]
  unconfirmed: string[]
  steps: PlanStep[]
  procedure?: string
  grade?: string | null
  standards?: (Named & { verdict: string; used: string[] })[]
}
/** What a test came to: one value for each point, group or output. */
export interface TestValue {
  name: string
  label: string
  result: string | null
  value: string | null
  limit: string | null
  limit_text: string | null
  verdict: string
  margin: string | null
  rounding_changes_verdict: boolean
  rows: string[]
  zone?: string
  risk?: string
  expanded_uncertainty?: string
}
export interface Budget {
  test: string
  output: string | null
  index: number
  U: string
  k: string
  k_rounded: string
  unit: string
  sources: { id: string; zh: string; en: string; u: string; share: string }[]
}
export interface TestResult {
  test: string
  range: number | null
  zh: string
  en: string
  verdict: string
  worst: { row: string; value: string; limit: string; margin: string } | null
  missing: number
  instance?: number
  unit?: string
  values?: TestValue[]
}
export interface ResultRow {
  key: string
  test: string
  verdict: string
  load: string | null
  p: string | null
  e: string | null
  e0: string | null
  ec: string | null
  limit: string | null
  margin: string | null
  result?: string | null
  value?: string | null
  limit_text?: string | null
  zone?: string
  risk?: string
  expanded_uncertainty?: string
}
export interface RecordResult {
  verdict: string
  document: string
  failed_tests: string[]
  missing: string[]
  max_load: string | null
  limited_to: string | null
  reasons: Note[]
  questions: { row: string; reading: string; question: string; value: string; confirmed: boolean }[]
  tests: TestResult[]
  rows: ResultRow[]
  best_grade?: string | null
  uncertainty?: { instance: number; budgets: Budget[] }[]
}
export interface TraceStep {
  n: number
  test: string
  row: string
  what: string
  name?: string
  formula?: string
  filled?: string
  value?: string
  clause?: string
  key?: string
  args?: string[]
}
export interface CertTable {
  title: string
  clause: string | null
  limit: string | null
  result: string | null
  verdict: string
  verdict_text: string | null
  phase: string
  hidden: boolean
  columns: { label: string; align: string; weight: number }[]
  rows: { cells: string[]; failed: boolean }[]
  note: string | null
}
export interface CertContent {
  kind: string
  demonstration: boolean
  number: string
  issuer: { name: string; name_en: string | null }
  client: { name: string }
  instrument: { name: string; model: string; serial: string; maker: string; accuracy_class: string; max: string | null; e: string | null }
  basis: { code: string; title: string }[]
  conclusion: string | null
  tested_on: string | null
  valid_until: string | null
  verified_to: string | null
  adjustment: string | null
  tables: CertTable[]
}
export interface RecordEntry extends S.RecordEntryOut {
  value: Record<string, string>
}
export interface RecordSet extends S.RecordSetOut {
  result: RecordResult
}
export interface RecordDetail extends S.RecordDetailOut {
  plan: RecordPlan
  result: RecordResult
  sets: RecordSet[]
  entries: RecordEntry[]
}
export interface CertificatePublic extends S.CertificatePublicOut {
  content: CertContent
}
export interface CertificateDetail extends S.CertificateDetailOut {
  content: CertContent
}
