// Times of the day as minutes after midnight.

export function clockText(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
export function minuteOf(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':')
  return Number(hours) * 60 + Number(minutes)
}
/** "a, b c" -> ["a", "b", "c"] */
export function wordsOf(text: string): string[] {
  return text.split(/[\s,，;；]+/).filter(Boolean)
}
