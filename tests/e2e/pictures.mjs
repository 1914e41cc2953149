// Every page at three widths and in English, and axe on each: nothing serious.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, go, must, outFolder, ROOT } from './lib.mjs'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]
const AXE = readFileSync(join(ROOT, 'web/node_modules/axe-core/axe.min.js'), 'utf8')

function pagesOf(ids, number) {
  return [
    ['desk', 'today', '/today'],
    ['desk', 'demands', '/demands'],
    ['metrology', 'demand', `/demands/${ids.demand}`],
    ['desk', 'demand-course', `/demands/${ids.ledger}`],
    ['desk', 'demand-supervised', `/demands/${ids.supervised}`],
    ['desk', 'supervision', '/supervision'],
    ['desk', 'supervision-orders', '/supervision/orders'],
    ['dispatcher', 'bookings', '/bookings'],
    ['dispatcher', 'booking', `/bookings/${ids.booking}`],
    ['dispatcher', 'trips', '/trips'],
    ['verifier', 'trip', `/trips/${ids.trip}`],
    ['verifier', 'records', '/records'],
    ['verifier', 'record', `/records/${ids.records[1]}`],
    ['approver', 'certificates', '/certificates'],
    ['approver', 'certificate', `/certificates/${ids.papers[0]}`],
    ['approver', 'notice', `/certificates/${ids.notice}`],
    ['dispatcher', 'instruments', '/instruments'],
    ['dispatcher', 'standards', '/standards'],
    ['desk', 'items', '/items'],
    ['leader', 'figures', '/figures'],
    ['desk', 'messages', '/messages'],
    ['desk', 'message-settings', '/messages/settings'],
    ['admin', 'channels', '/channels'],
    ['silicon', 'portal', '/', true],
    ['silicon', 'portal-matters', '/matters', true],
    ['silicon', 'portal-matter', `/matters/${ids.demand}`, true],
    ['silicon', 'portal-instruments', '/instruments', true],
    ['silicon', 'portal-certificates', '/certificates', true],
    ['silicon', 'portal-items', '/items', true],
    ['silicon', 'portal-messages', '/messages', true],
    ['', 'portal-check', `/c/${number}`, true],
    ['', 'portal-figures', '/figures', true],
    ['', 'sign-in', '/sign-in', false],
  ]
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

/** Each page (login, name, hash, in the portal) at all widths and in English, with axe. */
export async function examine(world, rows, shown = []) {
  const out = outFolder()
  const stranger = await world.context()
  for (const [login, name, hash, portal] of rows) {
    const page = login ? await world.as(login) : stranger
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize(SIZES[0])
    await go(page, world, hash, portal)
    await settled(page)
    expect(`axe finds nothing serious: ${name}`, await serious(page), [])
    if (shown.includes(name)) await picture(page, name)
    for (const size of SIZES) {
      await page.setViewportSize(size)
      await settled(page)
      await page.screenshot({ path: join(out, `${name}-${size.width}.png`), fullPage: true })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (size.width === 390) expect(`fits 390 px: ${name}`, wide <= 0)
    }
    await page.setViewportSize(SIZES[0])
    await page.evaluate(() => localStorage.setItem('qh.locale', 'en'))
    await page.reload()
    await settled(page)
    await page.screenshot({ path: join(out, `${name}-en.png`), fullPage: true })
    await page.evaluate(() => localStorage.removeItem('qh.locale'))
  }
  await stranger.context().close()
}

export async function pictures(world, ids) {
  const number = (await must(await world.as('approver'), 'GET', `api/certificates/${ids.papers[0]}`)).number
  await examine(world, pagesOf(ids, number), ['booking', 'figures', 'today'])
}
