// Shapes of the API.  Decimals are text, money is fen, instants are ms, days are text.

export interface Action {
  action: string
  allowed: boolean
  why: string
}
export interface Proposal {
  item_code: string | null
  department_code: string | null
  name_zh: string
  name_en: string
  score_ppm: number
  reason: string
}
export interface DemandRow {
  id: string
  number: string
  text: string
  enterprise_id: string
  enterprise_name: string
  division_name: string
  state: string
  kind: string | null
  route: string | null
  item_code: string | null
  item_name: string | null
  department_name?: string | null
  lead_office_name: string | null
  handler_name: string | null
  clock: string | null
  due_ms: number | null
  light: string
  registered_ms: number
  closed_ms: number | null
  version: number
}
export interface Clock {
  name: string
  from_ms: number
  due_ms: number
  done_ms: number | null
  limit_wd: number
  used_wd: number
  light: string
}
export interface HistoryEntry {
  seq: number
  at_ms: number
  actor_name: string
  action: string
  from_state: string
  to_state: string
  note: string
}
export interface DemandDetail extends DemandRow {
  source: string
  lead_office_id: string | null
  department_code: string | null
  proposals: Proposal[]
  clocks: Clock[]
  events: HistoryEntry[]
  bookings: { id: string; number: string; state: string }[]
  certificates: { id: string; number: string; kind: string; state: string }[]
  answer: string | null
  outcome: string | null
  satisfaction: string | null
  rating: number | null
  rating_note: string | null
  actions: Action[]
  confirm_url?: string | null
}
export interface Item {
  code: string
  category_zh: string
  category_en: string
  name_zh: string
  name_en: string
  who_may_ask: string
  basis: string
  commit_limit_wd: number
  lead_office_code: string
  fee: string
  on_site: number | boolean
  appointment: number | boolean
}
export interface Department {
  code: string
  name_zh: string
  name_en: string
  matters_zh: string
}
export interface Office {
  id: string
  code: string
  name_zh: string
  name_en: string
}
export interface Person {
  id: string
  name: string
  title_zh: string
  office_id: string | null
  office_name: string | null
  roles: string[]
}
export interface Instrument {
  id: string
  enterprise_id: string
  enterprise_name: string
  kind_code: string
  kind_name: string
  name_zh: string
  model: string
  serial: string
  maker: string
  accuracy_class: string
  params: Record<string, string | number>
  place_zh: string
  purpose: string
  due_day: string | null
  state: string
  version: number
}
export interface Seal {
  id: string
  number: string
  kind: string
  position_zh: string
  applied_ms: number
  broken_ms: number
  broken_photo: string | null
  applied_record_id: string | null
  broken_record_id: string | null
}
export interface InstrumentDetail {
  instrument: Instrument
  purpose_by: string
  purpose_day: string
  seals: Seal[]
  records: { id: string; number: string; state: string; verdict: string; test_until_day: string | null }[]
  certificates: { id: string; number: string; kind: string; state: string; valid_until_day: string | null }[]
}
export interface BookingLine {
  id: string
  seq: number
  instrument_id: string
  service: string
  stage: string
  kind_code: string
  name_zh: string
  model: string
  serial: string
  accuracy_class: string
  params: Record<string, string | number>
  place_zh: string
  purpose: string
  due_day: string | null
  task_id: string | null
  trip_id: string | null
  record_id: string | null
  record_number: string | null
  record_state: string | null
  verdict: string | null
  certificate_id: string | null
  certificate_number: string | null
  certificate_kind: string | null
}
export interface BookingRow {
  id: string
  number: string
  demand_id: string
  demand_number: string
  enterprise_id: string
  enterprise_name: string
  division_name: string
  needs: string
  state: string
  requested_ms: number
  downtime_days: number
  lines: number
  version: number
}
export interface BookingDetail extends Omit<BookingRow, 'lines'> {
  demand_text: string
  address_zh: string
  downtime_confirmed_ms: number
  windows: { from_ms: number; until_ms: number }[]
  lines: BookingLine[]
  trips: { id: string; state: string }[]
  actions: Action[]
}
export interface Standard {
  id: string
  set_id: string
  set_name: string
  kind: string
  serial: string
  nominal_kg: string | null
  accuracy_class: string
  certificate_no: string
  certificate_day: string
  valid_until_day: string
  state: string
}
export interface StandardSet {
  id: string
  name_zh: string
  accreditation_no: string
  regulation_code: string
  range_zh: string
  accuracy_zh: string
  valid_until_day: string
}
export interface Vehicle {
  id: string
  plate: string
  kind: string
  payload_kg: number
  state: string
}
export interface Edition {
  id: string
  code: string
  edition: string
  title_zh: string
  title_en: string
  hash: string
  in_force_day: string
  state: string
  confirmed_note: string | null
  version: number
}
export interface TripProblem {
  key: string
  severity: 'refuse' | 'warn'
  subject: string
  value: string
}
export interface TripFeasibility {
  booking_line_id: string
  instrument_name: string
  feasibility: string
  spread_e: string | null
  standards_kg: string | null
  max_kg: string | null
  least_kg: string | null
  last_spread_e: string | null
}
export interface TripCheck {
  ok: boolean
  problems: TripProblem[]
  lines: TripFeasibility[]
}
export interface TripPlan {
  booking_id: string
  vehicle_id: string
  from_day: string
  until_day: string
  crew: { person_id: string; duty: string }[]
  standard_ids: string[]
  tasks: { booking_line_id: string; from_ms: number; until_ms: number }[]
}
export interface TripRow {
  id: string
  number: string
  booking_id: string
  booking_number: string
  enterprise_name: string
  division_name: string
  plate: string
  from_day: string
  until_day: string
  state: string
  tasks: number
  version: number
}
export interface TripTask {
  id: string
  booking_line_id: string
  instrument_id: string
  service: string
  stage: string
  from_ms: number
  until_ms: number
  name_zh: string
  model: string
  serial: string
  accuracy_class: string
  params: Record<string, string | number>
  place_zh: string
  purpose: string
  record_id: string | null
  record_number: string | null
  record_state: string | null
  verdict: string | null
}
export interface TripDetail {
  id: string
  number: string
  booking_id: string
  booking_number: string
  demand_id: string
  needs: string
  enterprise_name: string
  address_zh: string
  plate: string
  from_day: string
  until_day: string
  state: string
  crew: { person_id: string; name: string; title_zh: string; duty: string }[]
  standards: Standard[]
  tasks: TripTask[]
  problems: TripProblem[]
  lines: TripFeasibility[]
  version: number
  actions: Action[]
}
export interface PlanRow {
  key: string
  form: 'item' | 'value' | 'load' | 'eccentric' | 'substitute' | 'discrimination'
  wants: string[]
  required: boolean
  may_na: boolean
  zh: string
  en: string
  unit: string
  position: number | null
  direction: string | null
  load: string | null
  placed: string | null
  substitute_stages: number
  e0_load: string | null
  pieces: { nominal: string; count: number }[]
  limit: string | null
  limit_clause: string | null
}
export interface PlanStep {
  test: string
  zh: string
  en: string
  kind: string
  clause: string
  required: boolean
  rows: PlanRow[]
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
  small_weight: string
  zero_load: string
  stages: number
  stage_mass: string
  feasibility: { verdict: string; reason: string; standards: string; least: string; spread: string | null; spread_e: string | null }
  notes: Note[]
  unconfirmed: string[]
  steps: PlanStep[]
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
}
export interface RecordResult {
  verdict: string
  document: string
  failed_tests: string[]
  missing: string[]
  max_load: string | null
  reasons: Note[]
  questions: { row: string; reading: string; question: string; value: string; confirmed: boolean }[]
  tests: { test: string; zh: string; en: string; verdict: string; worst: { row: string; value: string; limit: string; margin: string } | null; missing: number }[]
  rows: ResultRow[]
}
export interface RecordEntry {
  seq: number
  set_no: number
  row_key: string
  kind: string
  value: Record<string, string>
  struck_seq: number
  struck: boolean
  reason: string
  at_ms: number
  person_name: string
  hash: string
}
export interface RecordRow {
  id: string
  number: string
  trip_id: string
  instrument_id: string
  name_zh: string
  model: string
  serial: string
  enterprise_name: string
  service: string
  stage: string
  state: string
  verdict: string
  officer_name: string
  test_until_day: string | null
  submitted_ms: number
  version: number
}
export interface RecordDetail {
  id: string
  number: string
  state: string
  service: string
  stage: string
  instrument_id: string
  trip_id: string
  booking_id: string
  demand_id: string
  edition_code: string
  edition_title: string
  edition_hash: string
  set_no: number
  plan: RecordPlan
  result: RecordResult
  sets: { set_no: number; kind: string; result: RecordResult }[]
  entries: RecordEntry[]
  seals: Seal[]
  attachments: { id: string; name: string; media_type: string; size: number; at_ms: number }[]
  verdict: string
  officer_id: string
  officer_name: string
  checker_name: string | null
  approver_name: string | null
  test_from_day: string | null
  test_until_day: string | null
  submitted_ms: number
  checked_ms: number
  approved_ms: number
  version: number
  actions: Action[]
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
export interface CertificateRow {
  id: string
  number: string
  kind: string
  state: string
  record_id: string
  instrument_id: string
  name_zh: string
  model: string
  serial: string
  enterprise_id: string
  enterprise_name: string
  issued_day: string
  valid_until_day: string | null
  numbered_ms: number
  version: number
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
export interface CertificatePublic {
  number: string
  kind: string
  state: string
  issued_day: string
  valid_until_day: string | null
  content: CertContent
  content_hash: string
  pdf_hash: string | null
}
export interface CertificateDetail extends CertificatePublic {
  id: string
  record_id: string
  instrument_id: string
  enterprise_id: string
  check_url: string
  numbered_ms: number
  issued_ms: number
  version: number
}
export interface ChargeLine {
  id: string
  booking_number: string
  record_number: string | null
  tariff_code: string
  name_zh: string
  quantity: number
  price_fen: number
  amount_fen: number
  ground: string
  waiver_code: string | null
  reason: string
  at_ms: number
}
export interface ChargePage {
  items: ChargeLine[]
  next: string | null
  payable_fen: number
  exempt_fen: number
  waived_fen: number
}
export interface Figures {
  figures: { metric: string; amount: number }[]
  months: { month: string; metric: string; amount: number }[]
  divisions?: { code: string; name_zh: string; metric: string; amount: number }[]
}
export interface Today {
  overdue: number
  due_today: number
  to_review: number
  returned: number
  todo: DemandRow[]
  week: { visits: number; demands: number; closed: number; exempt_fen: number; waived_fen: number }
}
