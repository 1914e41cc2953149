// The rule engine of the server, compiled to WebAssembly: the same C sources, the same
// bytes.  A call is JSON text in and JSON text out (src/rule/engine.h); the module imports
// nothing, keeps nothing between calls and gets its memory back before each.
import type { PlanStep, RecordResult, TraceStep } from '@/api/types'

/** What the engine refuses, with the place; key as in the server's problems. */
export class EngineError extends Error {
  readonly status: string
  readonly key: string
  readonly field: string
  constructor(error: { status: string; key: string; field: string; detail: string }) {
    super(error.detail || error.key)
    this.status = error.status
    this.key = error.key
    this.field = error.field
  }
}

/** The module itself gave up (out of memory, a broken promise): the call has no answer. */
export class EngineTrap extends Error {}

/** As ENGINE_REQUEST_MAX in src/rule/engine.h. */
export const REQUEST_MAX = 4 * 1024 * 1024

interface Exports {
  memory: WebAssembly.Memory
  _initialize(): void
  engine_open(): number
  engine_begin(room: number, n: number): number
  engine_run(room: number): number
  engine_reply(room: number): number
}

type Json = Record<string, unknown>
/** Edition, weights and the plan's input: GET /api/records/{id}/basis. */
export interface Basis {
  edition: Json
  weights: string
  input: Json
}
export interface Entries {
  stopped?: boolean
  rows: Record<string, Json>
}
export interface CaseAnswer {
  id: unknown
  result?: Json
  error?: { status: string; key: string; field: string; detail: string }
}

/** Name of a call, what it takes, what it gives: the table ENGINE_CALLS of engine.c. */
export interface Calls {
  evaluate: [{ regulation: Json; cases?: Json[]; trace?: boolean }, { cases: CaseAnswer[] }]
  plan: [Basis, { plan: { steps: PlanStep[] } }]
  judge: [Basis & { entries: Entries; trace?: boolean; plan?: boolean }, { result: RecordResult; trace?: { steps: TraceStep[] }; plan?: { steps: PlanStep[] } }]
  check: [{ regulation: Json }, { code: string; edition: string; unconfirmed: string[] }]
}

export class Engine {
  private readonly module: WebAssembly.Module
  private exports: Exports | null = null
  private room = 0

  private constructor(module: WebAssembly.Module) {
    this.module = module
  }

  static async open(bytes: BufferSource): Promise<Engine> {
    const engine = new Engine(await WebAssembly.compile(bytes))
    await engine.start()
    return engine
  }

  private async start() {
    this.adopt(await WebAssembly.instantiate(this.module))
  }

  private adopt(instance: WebAssembly.Instance) {
    const exports = instance.exports as unknown as Exports
    exports._initialize()
    this.room = exports.engine_open()
    this.exports = exports
  }

  /** Bytes that the module holds; it does not shrink. */
  get memory(): number {
    return this.exports?.memory.buffer.byteLength ?? 0
  }

  /** Text to text.  After a trap the instance is thrown away and a fresh one made. */
  answer(request: string): string {
    const bytes = new TextEncoder().encode(request)
    if (bytes.length > REQUEST_MAX) throw new EngineTrap('request too large')
    try {
      if (!this.exports) this.adopt(new WebAssembly.Instance(this.module))
      return this.run(this.exports!, bytes)
    } catch (error) {
      this.exports = null
      throw new EngineTrap(error instanceof Error ? error.message : String(error))
    }
  }

  private run(e: Exports, bytes: Uint8Array): string {
    const at = e.engine_begin(this.room, bytes.length)
    if (!at) throw new Error('request refused')
    new Uint8Array(e.memory.buffer, at, bytes.length).set(bytes)
    const n = e.engine_run(this.room)
    return new TextDecoder().decode(new Uint8Array(e.memory.buffer, e.engine_reply(this.room), n))
  }

  call<K extends keyof Calls>(name: K, request: Calls[K][0]): Calls[K][1] {
    const reply = JSON.parse(this.answer(JSON.stringify({ call: name, ...request }))) as {
      ok?: Calls[K][1]
      error?: { status: string; key: string; field: string; detail: string }
    }
    if (reply.error) throw new EngineError(reply.error)
    return reply.ok as Calls[K][1]
  }
}
