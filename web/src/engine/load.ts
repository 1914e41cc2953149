import { Engine } from './engine'
import address from './engine.wasm?url'

let engine: Promise<Engine> | null = null

/** The engine, loaded once for the page; a failed load is tried again by the next caller. */
export function loadEngine(): Promise<Engine> {
  engine ??= fetch(address)
    .then((response) => {
      if (!response.ok) throw new Error(`${response.status}`)
      return response.arrayBuffer()
    })
    .then((bytes) => Engine.open(bytes))
    .catch((error: unknown) => {
      engine = null
      throw error
    })
  return engine
}
