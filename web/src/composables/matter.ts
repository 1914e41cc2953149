// Where the page of a matter is, for links out of messages.

const OFFICE = new Map([
  ['demand', '/demands/:id'],
  ['visit', '/visits/:id'],
  ['booking', '/bookings/:id'],
  ['trip', '/trips/:id'],
  ['record', '/records/:id'],
  ['certificate', '/certificates/:id'],
  ['instrument', '/instruments/:id'],
  ['handover', '/handovers/:id'],
  ['standard', '/standards'],
  ['request', '/requests/:id'],
  ['bulletin', '/bulletins/:id'],
  ['package', '/packages/:id'],
])
const PORTAL = new Map([
  ['demand', '/matters/:id'],
  ['visit', '/visits'],
  ['booking', '/bookings/:id'],
  ['certificate', '/certificates'],
  ['instrument', '/instruments'],
  ['request', '/requests/:id'],
  ['package', '/pick?package=:id'],
])

/** The address of the matter's page; null if it has none there. */
export function matterPath(entity: string, id: string, portal: boolean): string | null {
  const path = (portal ? PORTAL : OFFICE).get(entity)
  return path ? path.replace(':id', id) : null
}
