// Every page of both routers: axe in both languages, widths down to a telephone, large type.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, go, must, outFolder, ROOT } from './lib.mjs'

const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]
const AXE = readFileSync(join(ROOT, 'web/node_modules/axe-core/axe.min.js'), 'utf8')

// Login ('': a stranger), name, address, whether in the portal.
const journeyPages = (ids) => [
  ['desk', 'today', '/today'],
  ['desk', 'demands', '/demands'],
  ['metrology', 'demand', `/demands/${ids.demand}`],
  ['desk', 'demand-course', `/demands/${ids.ledger}`],
  ['desk', 'demand-supervised', `/demands/${ids.supervised}`],
  ['desk', 'supervision', '/supervision'],
  ['desk', 'supervision-orders', '/supervision/orders'],
  ['dispatcher', 'bookings', '/bookings'],
  ['dispatcher', 'booking', `/bookings/${ids.booking}`],
  ['dispatcher', 'trip-plan', `/bookings/${ids.booking}/plan`],
  ['dispatcher', 'trips', '/trips'],
  ['verifier', 'trip', `/trips/${ids.trip}`],
  ['verifier', 'records', '/records'],
  ['verifier', 'record', `/records/${ids.records[1]}`],
  ['approver', 'certificates', '/certificates'],
  ['approver', 'certificate', `/certificates/${ids.papers[0]}`],
  ['approver', 'notice', `/certificates/${ids.notice}`],
  ['dispatcher', 'instruments', '/instruments'],
  ['dispatcher', 'instrument', `/instruments/${ids.instrument}`],
  ['dispatcher', 'standards', '/standards'],
  ['admin', 'capabilities', '/standards?part=capabilities'],
  ['admin', 'kinds', '/standards?part=kinds'],
  ['admin', 'credentials', '/standards?part=credentials'],
  ['desk', 'items', '/items'],
  ['leader', 'figures', '/figures'],
  ['leader', 'figure-rows', '/figures/rows?metric=visit.done&from=2025-01&until=2025-08&axis=division&value=360802'],
  ['leader', 'board', '/board'],
  ['desk', 'messages', '/messages'],
  ['desk', 'message-settings', '/messages/settings'],
  ['admin', 'channels', '/channels'],
  ['admin', 'settings', '/settings'],
  ['silicon', 'portal', '/', true],
  ['silicon', 'portal-matters', '/matters', true],
  ['silicon', 'portal-matter', `/matters/${ids.demand}`, true],
  ['silicon', 'portal-instruments', '/instruments', true],
  ['silicon', 'portal-certificates', '/certificates', true],
  ['silicon', 'portal-bookings', '/bookings', true],
  ['silicon', 'portal-booking', `/bookings/${ids.booking}`, true],
  ['silicon', 'portal-items', '/items', true],
  ['silicon', 'portal-messages', '/messages', true],
  ['silicon', 'portal-message-settings', '/messages/settings', true],
  ['', 'portal-check', `/c/${ids.number}`, true],
  ['', 'portal-figures', '/figures', true],
  ['', 'sign-in', '/sign-in', false],
]
const visitPages = (ids) => [
  ['officer', 'enterprises', '/enterprises'],
  ['desk', 'enterprise', `/enterprises/${ids.enterprise}`],
  ['officer', 'visits', '/visits'],
  ['officer', 'visit-calendar', `/visits/calendar?day=${ids.day}&everybody=1`],
  ['officer', 'visit-plan', `/visits/plan?enterprise_id=${ids.enterprise}&day=${ids.later}`],
  ['officer', 'visit-record', '/visits/record'],
  ['officer', 'visit', `/visits/${ids.visit}`],
  ['officer', 'visit-record-planned', `/visits/${ids.planned}/record`],
  ['desk', 'pairings', '/pairings'],
  ['desk', 'handovers', '/handovers'],
  ['desk', 'handover', `/handovers/${ids.handover}`],
  ['admin', 'feedback-list', '/feedback'],
  ['desk', 'item', '/items/ME02'],
  ['desk', 'packages', '/packages'],
  ['desk', 'package', `/packages/${ids.package}`],
  ['desk', 'requests', '/requests'],
  ['desk', 'request', `/requests/${ids.request}`],
  ['desk', 'bulletins', '/bulletins'],
  ['desk', 'bulletin', `/bulletins/${ids.bulletin}`],
  ['desk', 'imports', '/imports'],
  ['silicon', 'portal-visits', '/visits', true],
  ['silicon', 'portal-pick', `/pick?package=${ids.package}`, true],
  ['silicon', 'portal-requests', '/requests', true],
  ['silicon', 'portal-request', `/requests/${ids.request}`, true],
  ['', 'portal-item', '/items/ME02', true],
  ['', 'portal-help', '/help', true],
  ['', 'portal-mine', '/mine', true],
  ['', 'portal-confirm', '/confirm/none', true],
  ['', 'portal-sign-in', '/sign-in', true],
]

// Forms that open over a page: login, name, address, what is clicked one after the other.
const drawers = (ids) => [
  ['admin', 'setting', '/settings', 'td.act button'],
  ['desk', 'levels', '/supervision', '[data-test=levels]'],
  ['leader', 'rows-behind', '/figures', '.rates button.open'],
  ['desk', 'new-item', '/items', '[data-test=new-item]'],
  ['desk', 'new-package', '/packages', '[data-test=new-package]'],
  ['desk', 'bulk-assign', '/demands', '[data-test=pick]', '[data-test=bulk-assign]'],
  ['desk', 'demand-step', `/demands/${ids.demand}`, '[data-test=step-triage]'],
  ['dispatcher', 'new-instrument', `/enterprises/${ids.enterprise}`, '[data-test=new-instrument]'],
  ['desk', 'book-due', `/enterprises/${ids.enterprise}`, '[data-test=book-due]'],
]

/** Routes of a router without a page in either table. */
function unseen(file, pages) {
  const source = readFileSync(join(ROOT, 'web/src/router', file), 'utf8')
  const routes = [...source.matchAll(/\{ path: '([^']+)', component/g)].map((m) => m[1])
  const pattern = (route) => new RegExp(`^${route.replace(/\/:\w+\?/g, '(/[^/]*)?').replace(/:\w+/g, '[^/]+')}$`)
  const first = (hash) => routes.filter((r) => !r.includes(':')).find((r) => r === hash) ?? routes.find((r) => pattern(r).test(hash))
  const seen = new Set(pages.map(([, , hash]) => first(hash.split('?')[0])))
  return routes.filter((r) => !seen.has(r))
}
function everyRoute() {
  const any = new Proxy({}, { get: (_, key) => (typeof key === 'symbol' ? () => 'X' : any) })
  const pages = [...journeyPages(any), ...visitPages(any)]
  expect('every page of the office is looked at', unseen('office.ts', pages.filter((p) => !p[3])), [])
  expect('every page of the portal is looked at', unseen('portal.ts', pages.filter((p) => p[3])), [])
}

async function serious(page) {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { resultTypes: ['violations'] })
    return found.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')}`)
  })
}
/** Loaded, and nothing moves any more. */
async function settled(page) {
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => document.fonts.ready)
}

/** What is on the screen now; also for the READMEs if QH_PICTURES names a folder. */
export async function picture(page, name) {
  await page.screenshot({ path: join(outFolder(), `${name}.png`) })
  if (process.env.QH_PICTURES) await page.screenshot({ path: join(ROOT, process.env.QH_PICTURES, `${name}.png`) })
}

const wider = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** The page as it is stored in this browser: language, large type. */
async function as(page, locale, large) {
  await page.evaluate(
    ([locale, large]) => {
      localStorage.setItem('qh.locale', locale)
      localStorage.setItem('qh.large', large ? '1' : '0')
    },
    [locale, large],
  )
  await page.reload()
  await settled(page)
}

async function examinePage(page, world, [, name, hash, portal]) {
  const keep = async (of) => {
    if (process.env.QH_ALL_PICTURES) await page.screenshot({ path: join(outFolder(), `${name}-${of}.png`), fullPage: true })
  }
  await page.setViewportSize(WIDTHS[0])
  await go(page, world, hash, portal)
  await settled(page)
  expect(`axe finds nothing serious: ${name}`, await serious(page), [])
  for (const size of WIDTHS) {
    await page.setViewportSize(size)
    await settled(page)
    await keep(size.width)
  }
  expect(`fits 390 px: ${name}`, (await wider(page)) <= 0)
  await as(page, 'zh-CN', true)
  expect(`fits 390 px in large type: ${name}`, (await wider(page)) <= 0)
  await keep('large')
  await page.setViewportSize(WIDTHS[0])
  await as(page, 'en', false)
  expect(`axe finds nothing serious in English: ${name}`, await serious(page), [])
  await keep('en')
  await page.evaluate(() => localStorage.removeItem('qh.locale'))
}

/** Each page (login, name, hash, in the portal); QH_ALL_PICTURES keeps them all. */
async function examine(world, rows, shown = []) {
  const stranger = await world.context()
  for (const row of rows) {
    const page = row[0] ? await world.as(row[0]) : stranger
    await page.emulateMedia({ reducedMotion: 'reduce' })
    if (shown.includes(row[1])) {
      await page.setViewportSize(WIDTHS[0])
      await go(page, world, row[2], row[3])
      await settled(page)
      await picture(page, row[1])
    }
    await examinePage(page, world, row)
  }
  await stranger.context().close()
}

async function examineDrawer(world, [login, name, hash, ...clicks]) {
  const page = await world.as(login)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize(WIDTHS[0])
  await go(page, world, hash)
  for (const click of clicks) await page.locator(click).first().click()
  await page.locator('.el-drawer:visible').waitFor()
  await settled(page)
  expect(`axe finds nothing serious: drawer ${name}`, await serious(page), [])
  await page.setViewportSize(WIDTHS[2])
  expect(`fits 390 px: drawer ${name}`, (await wider(page)) <= 0)
  if (process.env.QH_ALL_PICTURES) await page.screenshot({ path: join(outFolder(), `drawer-${name}-390.png`) })
  await page.setViewportSize(WIDTHS[0])
}

/** Every drawer that has a form, with a demand that waits for its first step. */
export async function drawerPictures(world, ids) {
  const demand = (await must(await world.as('silicon'), 'POST', 'api/demands', { text: '电线要不要办三C认证？' })).id
  for (const row of drawers({ ...ids, demand })) await examineDrawer(world, row)
}

export async function pictures(world, ids) {
  const paper = await must(await world.as('approver'), 'GET', `api/certificates/${ids.papers[0]}`)
  const instrument = (await must(await world.as('dispatcher'), 'GET', 'api/instruments?limit=1')).items[0].id
  everyRoute()
  await examine(world, journeyPages({ ...ids, number: paper.number, instrument }), ['booking', 'figures', 'today'])
}

export async function visitPictures(world, ids) {
  const made = await must(await world.as('desk'), 'POST', 'api/bulletins', { kind: 'monthly', day: '2025-07-15' })
  await examine(world, visitPages({ ...ids, bulletin: made.row.id }))
  await drawerPictures(world, ids)
}
