// Writes .gz and .br beside each file of dist that gets smaller by it, once at build.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const TEXT = /\.(html|js|css|svg|json|webmanifest|wasm)$/

function walk(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) walk(path)
    else if (TEXT.test(name)) compress(path)
  }
}

function compress(path) {
  const bytes = readFileSync(path)
  if (bytes.length < 512) return
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
}

walk(new URL('../dist', import.meta.url).pathname)

// What must not grow unseen, in bytes over the wire (brotli): all that a page asks for before it shows anything,
// and any one file.  Fonts and pictures are not part of it; the rule engine is fetched when a record is opened.
const BUDGET = { first: 150_000, file: 70_000, engine: 160_000 }

const dist = new URL('../dist', import.meta.url).pathname
const wire = (file) => {
  const sizes = [file, `${file}.br`].map((f) => statSync(join(dist, f), { throwIfNoEntry: false })?.size ?? Infinity)
  return Math.min(...sizes)
}
const refused = []
for (const page of ['index.html', 'portal.html']) {
  const html = readFileSync(join(dist, page), 'utf8')
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map((m) => m[1])
  const words = readdirSync(join(dist, 'assets')).find((f) => /^words-zh-.*\.js$/.test(f))
  const sum = [page, ...files, `assets/${words}`].reduce((n, f) => n + wire(f), 0)
  console.log(`${page}: ${files.length + 2} files, ${Math.round(sum / 1000)} kB before the first view`)
  if (sum > BUDGET.first) refused.push(`${page}: ${sum} bytes, at most ${BUDGET.first}`)
}
for (const name of readdirSync(join(dist, 'assets')).filter((f) => /\.(js|css|wasm)$/.test(f))) {
  const most = name.endsWith('.wasm') ? BUDGET.engine : BUDGET.file
  if (wire(`assets/${name}`) > most) refused.push(`${name}: ${wire(`assets/${name}`)} bytes, at most ${most}`)
}
if (refused.length) {
  console.error(`web: too heavy\n${refused.join('\n')}`)
  process.exit(1)
}
