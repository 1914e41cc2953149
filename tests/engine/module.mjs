// The engine as WebAssembly, for scripts: one request a line in, one reply a line out.
//   node module.mjs engine.wasm
// The last line on standard error is the size of the module's memory in bytes.
import { readFileSync, writeSync } from 'node:fs'

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]))
const e = instance.exports
e._initialize()
const room = e.engine_open()

function write(bytes) {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
    }
  }
}

function answer(line) {
  const at = e.engine_begin(room, line.length)
  if (!at) return Buffer.from('refused')
  new Uint8Array(e.memory.buffer, at, line.length).set(line)
  const n = e.engine_run(room)
  return Buffer.from(new Uint8Array(e.memory.buffer, e.engine_reply(room), n))
}

const all = readFileSync(0)
for (let at = 0; at < all.length;) {
  let end = all.indexOf(10, at)
  if (end < 0) end = all.length
  write(answer(all.subarray(at, end)))
  write(Buffer.from('\n'))
  at = end + 1
}
process.stderr.write(`${e.memory.buffer.byteLength}\n`)
