// All addresses of the server, by entity.
import { address, get, post, put, remove, shared, upload, uploadForFile, type Page, type Query } from './http'
import type { Basis } from '@/engine/engine'
import type * as T from './types'

export const demands = {
  list: (q: Query) => get<Page<T.DemandRow>>('demands', q),
  find: (id: string) => get<T.DemandDetail>(`demands/${id}`),
  create: (body: { text: string; enterprise_id?: string; source?: string }) =>
    post<{ id: string; number: string; state: string; due_ms: number; proposals: T.Proposal[] }>('demands', body),
  step: (id: string, action: string, body: object) => post<T.DemandDetail>(`demands/${id}/${action}`, body),
  answer: (id: string, body: object) => post<T.ConfirmLink>(`demands/${id}/answer`, body),
  confirmLink: (id: string, version: number) => post<T.ConfirmLink>(`demands/${id}/confirm-link`, { version }),
  withdrawAsk: (id: string, body: object) => post<T.ConfirmLink>(`demands/${id}/withdraw-ask`, body),
  duplicates: (id: string) => get<{ items: T.DemandDuplicate[] }>(`demands/${id}/duplicates`),
  match: (text: string) => post<{ proposals: T.Proposal[]; none_fit: boolean; demands: string[] }>('match', { text }),
  today: () => get<T.Today>('today'),
  bulk: (body: object) => post<{ rows: T.BulkResult[]; done: number }>('demand-bulk', body),
}
export const views = {
  list: (page: string) => get<{ items: T.ListView[] }>('views', { page }),
  add: (body: object) => post<T.ListView>('views', body),
  change: (id: string, body: object) => put<T.ListView>(`views/${id}`, body),
  remove: (id: string) => remove<void>(`views/${id}`),
}
export const supervision = {
  view: (id: string) => get<T.SuperviseView>(`demands/${id}/supervision`),
  urge: (id: string, note: string) => post<T.SuperviseView>(`demands/${id}/urge`, { note }),
  order: (id: string, body: object) => post<T.SuperviseOrder>(`demands/${id}/orders`, body),
  overdue: (q: Query) => get<Page<T.SuperviseOverdue>>('supervision/overdue', q),
  orders: (q: Query) => get<Page<T.SuperviseOrder>>('supervision/orders', q),
  step: (id: string, step: string, body: object) => post<T.SuperviseOrder>(`supervision/orders/${id}/${step}`, body),
  levels: () => get<{ levels: T.SuperviseLevel[] }>('supervision/levels'),
  putLevels: (levels: object[]) => put<{ levels: T.SuperviseLevel[] }>('supervision/levels', { levels }),
}
export const settings = {
  list: () => get<{ items: T.Setting[] }>('settings'),
  change: (name: string, body: object) => post<{ items: T.Setting[] }>(`settings/${name}`, body),
  history: (name: string) => get<{ items: T.SettingEntry[] }>(`settings/${name}/history`),
  leaders: () => get<{ items: T.OfficeLeaders[] }>('office-leaders'),
  putLeaders: (office: string, person_ids: string[]) => put<{ items: T.OfficeLeaders[] }>(`office-leaders/${office}`, { person_ids }),
}
export const catalogue = {
  items: (q: Query = {}) => get<{ items: T.Item[] }>('items', q),
  item: (code: string) => get<T.Item>(`items/${encodeURIComponent(code)}`),
  departments: () => get<{ items: T.Department[] }>('departments'),
  offices: () => get<{ items: T.Office[] }>('offices'),
  persons: (q: Query) => get<{ items: T.Person[] }>('persons', q),
}
export const itemVersions = {
  heads: () => get<{ items: T.ItemHead[] }>('item-heads'),
  of: (code: string) => get<{ items: T.ItemVersion[] }>(`items/${code}/versions`),
  create: (body: object) => post<{ items: T.ItemVersion[] }>('items', body),
  draft: (code: string) => post<{ items: T.ItemVersion[] }>(`items/${code}/versions`),
  edit: (code: string, no: number, body: object) => put<{ items: T.ItemVersion[] }>(`items/${code}/versions/${no}`, body),
  step: (code: string, no: number, action: string, body: object) => post<{ items: T.ItemVersion[] }>(`items/${code}/versions/${no}/${action}`, body),
}
export const packages = {
  list: () => get<{ items: T.PackageRow[] }>('packages'),
  find: (id: string) => get<T.PackageDetail>(`packages/${id}`),
  create: (body: object) => post<T.PackageDetail>('packages', body),
  edit: (id: string, body: object) => put<T.PackageDetail>(`packages/${id}`, body),
  step: (id: string, action: string, body: object) => post<T.PackageDetail>(`packages/${id}/${action}`, body),
  preview: (id: string, q: Query) => get<T.PackageFits>(`packages/${id}/preview`, q),
  offers: (q: Query = {}) => get<{ items: T.Offer[] }>('offers', q),
  pick: (body: object) => post<T.Pick>('picks', body),
  picks: (q: Query) => get<Page<T.Pick>>('picks', q),
}
export const appointments = {
  list: (q: Query) => get<Page<T.Appointment>>('appointments', q),
  upcoming: (q: Query = {}) => get<{ items: T.Appointment[] }>('appointments-upcoming', q),
  find: (id: string) => get<T.AppointmentDetail>(`appointments/${id}`),
  step: (id: string, action: string, body: object) => post<T.AppointmentDetail>(`appointments/${id}/${action}`, body),
  calendar: (id: string) => `api/appointments/${id}/calendar`,
}
export const enterprises = {
  list: (q: Query) => get<Page<T.Enterprise>>('enterprises', q),
  find: (id: string) => get<T.EnterpriseDetail>(`enterprises/${id}`),
  divisions: () => get<{ items: T.Place[] }>('divisions'),
  industries: () => get<{ items: T.Place[] }>('industries'),
  parks: () => get<{ items: T.Place[] }>('parks'),
}
export const visits = {
  list: (q: Query) => get<Page<T.Visit>>('visits', q),
  find: (id: string) => get<T.VisitDetail>(`visits/${id}`),
  calendar: (q: Query) => get<{ items: T.Visit[] }>('visit-calendar', q),
  quiet: (q: Query) => get<T.VisitQuiet>('visit-quiet', q),
  plan: (body: object) => post<T.VisitDetail>('visit-plans', body),
  create: (body: object) => post<T.VisitDone>('visits', body),
  record: (id: string, body: object) => post<T.VisitDone>(`visits/${id}/record`, body),
  raise: (id: string, body: object) => post<T.VisitDone>(`visits/${id}/raise`, body),
  step: (id: string, action: string, body: object) => post<T.VisitDetail>(`visits/${id}/${action}`, body),
  own: (q: Query) => get<Page<T.VisitOwn>>('own-visits', q),
  confirm: (id: string, body: object) => post<{ id: string; version: number }>(`own-visits/${id}/confirm`, body),
}
export const pairings = {
  list: (q: Query) => get<Page<T.PairingRow>>('pairings', q),
  loads: () => get<{ items: T.PairingLoad[] }>('pairing-loads'),
  begin: (body: object) => post<T.PairingDone>('pairings', body),
  end: (id: string, body: object) => post<T.PairingDone>(`pairings/${id}/end`, body),
  interests: (q: Query) => get<Page<T.Interest>>('interests', q),
  declare: (body: object) => post<T.PairingDone>('interests', body),
  endInterest: (id: string, body: object) => post<T.PairingDone>(`interests/${id}/end`, body),
}
export const handovers = {
  list: (q: Query) => get<Page<T.Handover>>('handovers', q),
  find: (id: string) => get<T.HandoverDetail>(`handovers/${id}`),
  make: (body: object) => post<T.HandoverDone>('handovers', body),
  accept: (id: string, body: object) => post<T.HandoverDetail>(`handovers/${id}/accept`, body),
}
export const feedback = {
  add: (body: { page: string; text: string }) => post<{ id: string }>('feedback', body),
  list: (q: Query) => get<Page<T.Feedback>>('feedback', q),
  close: (id: string, body: object) => post<void>(`feedback/${id}/close`, body),
}
export const notices = {
  list: (q: Query) => get<Page<T.Notice>>('notices', q),
  count: () => get<{ unread: number }>('notices/count'),
  read: (id: string) => post<void>(`notices/${id}/read`),
  readUntil: (until_ms: number) => post<void>('notices/read', { until_ms }),
  profile: () => get<T.NotifyProfile>('notify/profile'),
  saveProfile: (body: object) => post<T.NotifyProfile>('notify/profile', body),
}
export const channels = {
  list: () => get<{ items: T.NotifyEndpoint[] }>('notify/endpoints'),
  add: (body: object) => post<T.NotifyEndpointMade>('notify/endpoints', body),
  change: (id: string, body: object) => post<void>(`notify/endpoints/${id}`, body),
  step: (id: string, action: string, version: number) => post<void>(`notify/endpoints/${id}/${action}`, { version }),
  newKey: (id: string, version: number) => post<T.NotifyEndpointMade>(`notify/endpoints/${id}/key`, { version }),
  test: (id: string) => post<void>(`notify/endpoints/${id}/test`),
  againAll: (id: string) => post<{ n: number }>(`notify/endpoints/${id}/again`),
  deliveries: (q: Query) => get<Page<T.Delivery>>('notify/deliveries', q),
  again: (id: string) => post<void>(`notify/deliveries/${id}/again`),
}
export const bookings = {
  list: (q: Query) => get<Page<T.BookingRow>>('bookings', q),
  find: (id: string) => get<T.BookingDetail>(`bookings/${id}`),
  create: (body: object) => post<T.BookingDetail>('bookings', body),
  createDue: (body: object) => post<T.BookingDetail>('bookings/due', body),
  step: (id: string, action: string, body: object) => post<T.BookingDetail>(`bookings/${id}/${action}`, body),
}
export const trips = {
  list: (q: Query) => get<Page<T.TripRow>>('trips', q),
  find: (id: string) => get<T.TripDetail>(`trips/${id}`),
  check: (plan: T.TripPlan) => post<T.TripCheck>('trips/check', plan),
  create: (plan: T.TripPlan) => post<T.TripDetail>('trips', plan),
  step: (id: string, action: string, body: object) => post<T.TripDetail>(`trips/${id}/${action}`, body),
}
export const records = {
  open: (trip_task_id: string, site?: Record<string, string>) => post<T.RecordDetail>('records', { trip_task_id, site }),
  list: (q: Query) => get<Page<T.RecordRow>>('records', q),
  find: (id: string) => get<T.RecordDetail>(`records/${id}`),
  basis: (id: string) => get<Basis>(`records/${id}/basis`),
  trace: (id: string) => get<{ current: T.RecordResult; trace: { steps: T.TraceStep[]; cases?: { steps: T.TraceStep[] }[] } }>(`records/${id}/trace`),
  enter: (id: string, body: { version: number; row_key: string; value: Record<string, string>; confirmed?: boolean }) =>
    post<{ version: number; seq: number; verdict: string; result: T.RecordResult }>(`records/${id}/entries`, body),
  enterRows: (id: string, body: { version: number; rows: { row_key: string; value: Record<string, string> }[]; confirmed?: boolean }) =>
    post<{ version: number; seq: number; verdict: string; result: T.RecordResult }>(`records/${id}/readings`, body),
  strike: (id: string, body: { version: number; seq: number; reason: string }) =>
    post<{ version: number; verdict: string; result: T.RecordResult }>(`records/${id}/strike`, body),
  step: (id: string, action: string, body: object) => post<T.RecordDetail>(`records/${id}/${action}`, body),
  approve: (id: string, body: object) => post<{ record: T.RecordDetail; certificate_id: string | null }>(`records/${id}/approve`, body),
}
export const certificates = {
  list: (q: Query) => get<Page<T.CertificateRow>>('certificates', q),
  find: (id: string) => get<T.CertificateDetail>(`certificates/${id}`),
  pdf: (id: string) => `api/certificates/${id}/pdf`,
  lookUp: (number: string) => get<T.CertificatePublic>(`public/certificates/${encodeURIComponent(number)}`),
  verify: (number: string, sha256: string) =>
    post<{ matches: boolean }>(`public/certificates/${encodeURIComponent(number)}/verify`, { sha256 }),
}
export const instruments = {
  list: (q: Query) => get<Page<T.Instrument>>('instruments', q),
  find: (id: string) => get<T.InstrumentDetail>(`instruments/${id}`),
  register: (body: object) => post<T.InstrumentDetail>('instruments', body),
  describe: (id: string, body: object) => post<T.InstrumentDetail>(`instruments/${id}/describe`, body),
  purpose: (id: string, body: { version: number; purpose: string }) => post<T.InstrumentDetail>(`instruments/${id}/purpose`, body),
}
export const kinds = {
  list: () => get<{ items: T.Kind[] }>('kinds'),
  find: (code: string) => get<T.KindDetail>(`kinds/${encodeURIComponent(code)}`),
  add: (body: object) => post<T.KindDetail>('kinds', body),
  change: (code: string, body: object) => put<T.KindDetail>(`kinds/${encodeURIComponent(code)}`, body),
  step: (code: string, action: 'retire' | 'resume', body: { version: number; reason: string }) => post<T.KindDetail>(`kinds/${encodeURIComponent(code)}/${action}`, body),
}
export const standards = {
  list: (q: Query) => get<Page<T.Standard>>('standards', q),
  sets: () => get<{ items: T.StandardSet[] }>('standard-sets'),
  addSet: (body: object) => post<T.StandardSet>('standard-sets', body),
  changeSet: (id: string, body: object) => put<T.StandardSet>(`standard-sets/${id}`, body),
  setStep: (id: string, action: 'stop' | 'resume', body: object) => post<T.StandardSet>(`standard-sets/${id}/${action}`, body),
  find: (id: string) => get<T.StandardDetail>(`standards/${id}`),
  add: (body: object) => post<T.StandardDetail>('standards', body),
  certify: (id: string, body: object) => post<T.StandardDetail>(`standards/${id}/certificates`, body),
  move: (id: string, body: object) => post<T.StandardDetail>(`standards/${id}/move`, body),
  step: (id: string, action: string, body: object) => post<T.StandardDetail>(`standards/${id}/${action}`, body),
  vehicles: () => get<{ items: T.Vehicle[] }>('vehicles'),
  editions: () => get<{ items: T.Edition[] }>('regulations'),
  edition: (id: string) => get<T.EditionDetail>(`regulations/${id}`),
  registerEdition: (file: Blob) => upload<T.EditionDetail>('regulations', file),
  confirmEdition: (id: string, body: { version: number; note: string }) => post<{ items: T.Edition[] }>(`regulations/${id}/confirm`, body),
  capabilities: () => get<{ items: T.Capability[] }>('capabilities'),
  addCapability: (body: object) => post<{ items: T.Capability[] }>('capabilities', body),
  endCapability: (id: string, until_day: string) => post<{ items: T.Capability[] }>(`capabilities/${id}/end`, { until_day }),
}
export const credentials = {
  list: (q: Query = {}) => get<{ items: T.Credential[] }>('credentials', q),
  add: (body: object) => post<{ items: T.Credential[] }>('credentials', body),
  renew: (id: string, body: object) => post<{ items: T.Credential[] }>(`credentials/${id}/renew`, body),
  step: (id: string, action: 'suspend' | 'end', body: object) => post<{ items: T.Credential[] }>(`credentials/${id}/${action}`, body),
}
export const figures = {
  office: (q: Query) => get<T.Figures>('figures', q),
  open: (q: Query = {}) => get<T.Figures>('public/figures', q),
  by: (q: Query) => shared<{ from: string; until: string; items: T.FigureGroup[] }>('figures/by', q),
  rows: (q: Query) => get<{ items: T.FigureRow[]; next?: string | null }>('figures/rows', q),
}
export const bulletins = {
  list: (q: Query) => get<Page<T.BulletinRow>>('bulletins', q),
  find: (id: string) => get<T.Bulletin>(`bulletins/${id}`),
  make: (body: { kind: string; day: string }) => post<T.Bulletin>('bulletins', body),
  edit: (id: string, body: object) => post<T.Bulletin>(`bulletins/${id}/edit`, body),
  publish: (id: string, version: number) => post<T.Bulletin>(`bulletins/${id}/publish`, { version }),
  pdf: (id: string) => `api/bulletins/${id}/pdf`,
}
export const imports = {
  template: (kind: string, format: 'xlsx' | 'csv') => `api/imports/${kind}/template?format=${format}`,
  send: (kind: string, file: Blob, query: Query) => upload<T.ImportReport>(`imports/${kind}`, file, { query }),
  run: (ticket: string) => get<{ done: number; of: number }>(`import-runs/${ticket}`),
  cancel: (ticket: string) => post<undefined>(`import-runs/${ticket}/cancel`, {}),
  again: (kind: string, file: Blob) => uploadForFile(`imports/${kind}`, file, { query: { again: 1 } }),
}
export const ledgers = {
  href: (ledger: string, format: 'xlsx' | 'csv', filter: Query = {}) => address(`exports/${ledger}`, { format, bom: format === 'csv' ? 1 : undefined, ...filter }),
}
export const charges = { list: (q: Query) => get<T.ChargePage>('charges', q) }
export const confirmation = {
  find: (token: string) => get<T.ConfirmPage>(`confirm/${token}`),
  send: (token: string, body: object) => post<{ state: string }>(`confirm/${token}`, body),
  reopen: (token: string, reason: string) => post<{ state: string }>(`confirm/${token}/reopen`, { reason }),
  withdraw: (token: string, agree: boolean) => post<{ state: string }>(`confirm/${token}/withdraw`, { agree }),
}
export const attachments = {
  add: (entity: string, entity_id: string, name: string, file: Blob) =>
    upload<{ id: string; hash: string }>('attachments', file, { query: { entity, entity_id, name } }),
  href: (id: string) => `api/attachments/${id}`,
}
