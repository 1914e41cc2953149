// The one place that talks to the server: JSON in and out, problem+json as ApiError,
// CSRF token and an idempotency key with every change, so that a repeat has one effect.

export interface Problem {
  status: number
  key: string
  title: string
  field?: string
  detail?: string
}

export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.title || problem.key)
    this.problem = problem
  }
}

let csrf = ''
let locale = 'zh-CN'
let onLogin: () => void = () => undefined

export function setCsrf(token: string) {
  csrf = token
}
export function setLocale(name: string) {
  locale = name
}
/** Called when the server says that nobody is signed in. */
export function setLoginHandler(handler: () => void) {
  onLogin = handler
}

export type Query = Record<string, string | number | boolean | null | undefined>

export function address(path: string, query?: Query): string {
  const parts: string[] = []
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue
    parts.push(`${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`)
  }
  return `api/${path}${parts.length ? `?${parts.join('&')}` : ''}`
}

export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<Problem>
    return {
      status: response.status,
      key: body.key ?? 'http.unknown',
      title: body.title ?? response.statusText,
      field: body.field,
      detail: body.detail,
    }
  } catch {
    return { status: response.status, key: 'http.unknown', title: response.statusText }
  }
}

export interface SendOptions {
  query?: Query
  /** Give the same key again when the same change is repeated. */
  key?: string
}

async function send(method: string, path: string, body: BodyInit | undefined, type: string | undefined, options: SendOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': locale }
  if (type) headers['Content-Type'] = type
  if (method !== 'GET') {
    headers['X-CSRF-Token'] = csrf
    headers['Idempotency-Key'] = options.key ?? newKey()
  }
  let response: Response
  try {
    response = await fetch(address(path, options.query), { method, headers, body, credentials: 'same-origin' })
  } catch {
    throw new ApiError({ status: 0, key: 'http.offline', title: locale === 'en' ? 'The server cannot be reached. Check the network and try again.' : '连不上服务器，请检查网络后重试。' })
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    // Asking who is signed in is no reason to send a stranger away from an open page.
    if (problem.key === 'auth.login' && path !== 'session') onLogin()
    throw new ApiError(problem)
  }
  return response
}

async function jsonOf<T>(response: Response): Promise<T> {
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
}

export async function get<T>(path: string, query?: Query): Promise<T> {
  return jsonOf<T>(await send('GET', path, undefined, undefined, { query }))
}

const asked = new Map<string, Promise<unknown>>()

/** For what two parts of a page show at once: the same question is sent once while it is on its way. */
export function shared<T>(path: string, query?: Query): Promise<T> {
  const key = address(path, query)
  const before = asked.get(key)
  if (before) return before as Promise<T>
  const answer = get<T>(path, query).finally(() => asked.delete(key))
  asked.set(key, answer)
  return answer
}

export async function post<T>(path: string, body: unknown = {}, options: SendOptions = {}): Promise<T> {
  return jsonOf<T>(await send('POST', path, JSON.stringify(body), 'application/json', options))
}

export async function put<T>(path: string, body: unknown): Promise<T> {
  return jsonOf<T>(await send('PUT', path, JSON.stringify(body), 'application/json', {}))
}

export async function remove<T>(path: string): Promise<T> {
  return jsonOf<T>(await send('DELETE', path, undefined, undefined, {}))
}

/** Uploads bytes and answers with the file that comes back. */
export async function uploadForFile(path: string, file: Blob, options: SendOptions = {}): Promise<Blob> {
  return (await send('POST', path, file, file.type || 'application/octet-stream', options)).blob()
}

/** Uploads bytes (a photo, a document). */
export async function upload<T>(path: string, file: Blob, options: SendOptions = {}): Promise<T> {
  return jsonOf<T>(await send('POST', path, file, file.type || 'application/octet-stream', options))
}

export interface Page<T> {
  items: T[]
  next: string | null
}
