/** Letters; nobody is called more. */
const longestName = 200

/**
 * A name fit to be shown. Where Fathom knows a person only by e-mail, the address must not appear on a share page:
 * the part before the @ is made into a name.
 */
export function personName(name: string | null | undefined): string | null {
  const trimmed = name?.trim().replace(/\s+/g, ' ').slice(0, longestName) ?? ''
  if (trimmed === '') return null
  if (!/^[^\s@]+@[^\s@]+$/.test(trimmed)) return trimmed
  const words = trimmed.slice(0, trimmed.indexOf('@')).split(/[^\p{L}\p{N}]+/u).filter(word => word !== '')
  return words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || null
}

/** Every name once, in order of appearance. */
export function distinctNames(names: Iterable<string | null | undefined>): string[] {
  const distinct = new Map<string, string>()
  for (const raw of names) {
    const name = personName(raw)
    if (name !== null && !distinct.has(name.toLowerCase())) distinct.set(name.toLowerCase(), name)
  }
  return [...distinct.values()]
}
