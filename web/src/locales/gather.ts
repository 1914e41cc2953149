export type Messages = Record<string, unknown>

/** One tree of words: each area from a file of its own, and the rules' words by their "area.name" keys. */
export function gather(files: Record<string, unknown>, rules: Record<string, unknown>): Messages {
  const all: Messages = {}
  for (const [path, words] of Object.entries(files)) all[path.split('/').pop()!.replace('.json', '')] = words
  for (const words of Object.values(rules)) {
    for (const [key, text] of Object.entries(words as Record<string, string>)) {
      const [area = '', name = ''] = key.split('.')
      const inner = (all[area] ??= {}) as Record<string, string>
      inner[name] = text
    }
  }
  return all
}
