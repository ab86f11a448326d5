export interface Group<T> { at: number; items: T[] }

/** What lies closer together than `gapSeconds` stands at one place of the timeline, at that of the first. */
export function groupByPlace<T extends { at: number }>(items: readonly T[], gapSeconds: number): Group<T>[] {
  const groups: Group<T>[] = []
  for (const item of items.toSorted((one, other) => one.at - other.at)) {
    const last = groups.at(-1)
    if (last && item.at - last.at < gapSeconds) last.items.push(item)
    else groups.push({ at: item.at, items: [item] })
  }
  return groups
}

/** How often each emoji stands in a group, the most frequent first. */
export function countEmoji<E extends string>(items: readonly { emoji: E }[]): { emoji: E; count: number }[] {
  const counts = new Map<E, number>()
  for (const { emoji } of items) counts.set(emoji, (counts.get(emoji) ?? 0) + 1)
  return [...counts].map(([emoji, count]) => ({ emoji, count })).toSorted((one, other) => other.count - one.count)
}

/** The group that plays now: the last one that began in the two seconds before. */
export function groupAt<T>(groups: readonly Group<T>[], seconds: number): Group<T> | null {
  return groups.findLast(({ at }) => at <= seconds + 0.25 && seconds - at < 2) ?? null
}

/** The beginning of a text on one line, cut between two words where there is one. */
export function firstWords(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const letters = [...line]
  if (letters.length <= length) return line
  const cut = letters.slice(0, length).join('')
  const space = cut.lastIndexOf(' ')
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}
