// Circles on a schematic map (a Dorling cartogram): moved apart until none covers another, as near to their places as that allows.
export interface Circle {
  x: number
  y: number
  r: number
}

const GAP = 3
const ROUNDS = 300

/** Pushes two circles apart by what they overlap; true: they did. */
function part(a: Circle, b: Circle): boolean {
  const dx = b.x - a.x || 0.01
  const dy = b.y - a.y || 0.01
  const far = Math.hypot(dx, dy)
  const over = a.r + b.r + GAP - far
  if (over <= 0) return false
  const by = over / 2 / far
  a.x -= dx * by
  a.y -= dy * by
  b.x += dx * by
  b.y += dy * by
  return true
}

function fit(list: Circle[], width: number, height: number, keepRatio: number) {
  const left = Math.min(...list.map((c) => c.x))
  const right = Math.max(...list.map((c) => c.x))
  const top = Math.min(...list.map((c) => c.y))
  const bottom = Math.max(...list.map((c) => c.y))
  const edge = Math.max(...list.map((c) => c.r)) + GAP
  const scale = Math.min((width - 2 * edge) / ((right - left) * keepRatio || 1), (height - 2 * edge) / (bottom - top || 1))
  for (const c of list) {
    c.x = width / 2 + (c.x - (left + right) / 2) * scale * keepRatio
    c.y = height / 2 + (c.y - (top + bottom) / 2) * scale
  }
}

/** The circles within width and height; x and y come as longitude and minus latitude in millionths of a degree. */
export function spread<T extends Circle>(from: T[], width: number, height: number): T[] {
  const list = from.map((c) => ({ ...c }))
  if (!list.length) return list
  const middle = list.reduce((sum, c) => sum + c.y, 0) / list.length
  fit(list, width, height, Math.cos((middle / 1e6) * (Math.PI / 180)))
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false
    for (let i = 0; i < list.length; i++)
      for (let k = i + 1; k < list.length; k++) {
        const a = list[i]
        const b = list[k]
        if (a && b && part(a, b)) moved = true
      }
    for (const c of list) {
      c.x = Math.min(width - c.r - 1, Math.max(c.r + 1, c.x))
      c.y = Math.min(height - c.r - 1, Math.max(c.r + 1, c.y))
    }
    if (!moved) break
  }
  return list
}
