// Scales of small charts, drawn as SVG without a library.

/** Values of the lines across a chart: 0 up to the first at or above `most`, whole, at most six. */
export function ticks(most: number): number[] {
  if (!(most > 0)) return [0, 1]
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((s) => s >= rough) ?? 10 * power)
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => i * step)
}

/** Every how many of `n` labels stand below a chart `width` wide, each needing `each`. */
export function every(n: number, width: number, each: number): number {
  return Math.max(1, Math.ceil((n * each) / Math.max(1, width)))
}
