// What the browser tests share: a demo database of their own, the real server on a free
// port, a real Chromium, people signed in each in a context of their own, and counting.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const OUT = join(ROOT, 'tests/e2e/out')
const require = createRequire(join(ROOT, 'web/package.json'))
const { chromium } = require('playwright-core')
const QH = process.env.QH ?? join(ROOT, 'build/qh')
export const PHOTO = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082',
  'hex',
)

let passed = 0
let failed = 0
export function expect(what, is, wanted = true) {
  const good = JSON.stringify(is) === JSON.stringify(wanted)
  if (good) passed++
  else failed++
  console.log(good ? `ok: ${what}` : `not ok: ${what}: ${JSON.stringify(is)}, expected ${JSON.stringify(wanted)}`)
  return good
}
export function total() {
  console.log(`${passed} passed, ${failed} failed`)
  return failed || !passed ? 1 : 0
}
export function broken(error) {
  failed++
  console.log(`not ok: ${error?.stack ?? error}\n${error?.stdout ?? ''}`)
}
/** Waits until work() answers something true; the last answer, at most ten seconds. */
export async function until(work, tries = 100) {
  let last
  for (let i = 0; i < tries; i++) {
    last = await work()
    if (last) return last
    await new Promise((r) => setTimeout(r, 100))
  }
  return last
}

export class World {
  constructor(seed = '7') {
    this.folder = mkdtempSync(join(tmpdir(), 'qh-e2e-'))
    this.path = join(this.folder, 'e2e.db')
    this.url = `sqlite:${this.path}`
    const accounts = join(this.folder, 'accounts.json')
    execFileSync(join(ROOT, 'tests/lib/worlds.py'), [seed, this.path, accounts], { env: { ...process.env, QH } })
    this.accounts = new Map(JSON.parse(readFileSync(accounts, 'utf8')).map((a) => [a.login, a]))
  }
  qh(...args) {
    return execFileSync(QH, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }
  /** What the database itself says, through the program sqlite3. */
  sql(text) {
    return execFileSync('sqlite3', ['-readonly', this.path, text], { encoding: 'utf8' }).trim()
  }
  async serve() {
    this.server = spawn(QH, ['serve', '--db', this.url, '--listen', '127.0.0.1:0', '--quiet', '--web', join(ROOT, 'web/dist')], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.base = await new Promise((done, fail) => {
      let text = ''
      this.server.stdout.on('data', (d) => {
        text += d
        const m = /ready (http:\S+)/.exec(text)
        if (m) done(m[1])
      })
      this.server.on('exit', (code) => fail(new Error(`qh serve ended: ${code}`)))
    })
  }
  async browse() {
    const flags = ['--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=zh-CN']
    if (process.getuid?.() === 0) flags.push('--no-sandbox')
    this.profile = mkdtempSync(join(tmpdir(), 'qh-chromium-'))
    this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags, env: { ...process.env, HOME: this.profile } })
    this.people = new Map()
    this.errors = []
  }
  async context(size = { width: 1440, height: 900 }, locale = 'zh-CN') {
    const context = await this.browser.newContext({ viewport: size, locale, timezoneId: 'Asia/Shanghai' })
    const page = await context.newPage()
    page.setDefaultTimeout(60000)
    page.on('pageerror', (e) => this.errors.push(`${page.url()}: ${e}`))
    return page
  }
  /** The page of a person, signed in on the page that everyone uses. */
  async as(login, size) {
    if (this.people.has(login)) return this.people.get(login)
    const page = await this.context(size)
    const account = this.accounts.get(login)
    await page.goto(`${this.base}${account.role === 'contact' ? 'portal.html' : ''}#/sign-in`)
    await page.fill('#login', account.login)
    await page.fill('#password', account.password)
    await page.click('button[type=submit]')
    await page.waitForSelector('[data-test=sign-out]', { state: 'attached' })
    this.people.set(login, page)
    return page
  }
  async close() {
    await this.browser?.close()
    if (this.server) {
      this.server.removeAllListeners('exit')
      const ended = new Promise((done) => this.server.on('exit', done))
      this.server.kill('SIGTERM')
      await ended
    }
    if (this.profile) rmSync(this.profile, { recursive: true, force: true })
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** The same HTTP API with the session of the browser. */
export async function api(page, method, path, body) {
  const answer = await page.evaluate(
    async ([method, path, body]) => {
      const headers = { Accept: 'application/json' }
      if (method !== 'GET') {
        const session = await (await fetch('api/session')).json()
        headers['X-CSRF-Token'] = session.csrf
        headers['Idempotency-Key'] = crypto.randomUUID().replaceAll('-', '')
        headers['Content-Type'] = 'application/json'
      }
      const r = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
      const text = await r.text()
      return { status: r.status, body: text ? JSON.parse(text) : null }
    },
    [method, path, body],
  )
  return answer
}
export async function must(page, method, path, body) {
  const a = await api(page, method, path, body)
  if (a.status >= 300) throw new Error(`${method} ${path}: ${a.status} ${JSON.stringify(a.body)}`)
  return a.body
}
export const at = (page, name) => page.locator(`[data-test="${name}"]`)
/* Picks an option and sees that the field shows it: on a busy machine a click may meet a list
 * that is being drawn anew. */
export async function choose(page, name, text) {
  const field = at(page, name).first()
  await until(async () => {
    await field.click()
    await page.locator('.el-select-dropdown__item:visible', { hasText: text }).first().click()
    await page.keyboard.press('Escape')
    return (await field.textContent()).includes(text)
  }, 5)
}
export async function go(page, world, hash, portal = false) {
  await page.goto(`${world.base}${portal ? 'portal.html' : ''}#${hash}`)
  await page.reload()
}
export function outFolder() {
  mkdirSync(OUT, { recursive: true })
  return OUT
}
