import type { Span } from './span.ts'

/** What of a span lies outside the holes. Holes ascend and are apart. */
export function outside({ start, end }: Span, holes: readonly Span[]): Span[] {
  const parts: Span[] = []
  let from = start
  for (let index = firstEndingAfter(holes, start); index < holes.length && holes[index]!.start < end; index += 1) {
    if (holes[index]!.start > from) parts.push({ start: from, end: holes[index]!.start })
    from = Math.max(from, holes[index]!.end)
  }
  return from < end ? [...parts, { start: from, end }] : parts
}

/** What of a span lies inside the areas. Areas ascend and are apart. */
export function inside({ start, end }: Span, areas: readonly Span[]): Span[] {
  const parts: Span[] = []
  for (let index = firstEndingAfter(areas, start); index < areas.length && areas[index]!.start < end; index += 1) {
    const part = { start: Math.max(start, areas[index]!.start), end: Math.min(end, areas[index]!.end) }
    if (part.end > part.start) parts.push(part)
  }
  return parts
}

/** Index of the span that holds this second, or -1. Spans ascend and are apart. */
export function spanAt(spans: readonly Span[], seconds: number): number {
  const index = firstEndingAfter(spans, seconds)
  return index < spans.length && spans[index]!.start <= seconds ? index : -1
}

/** Index of the first span that ends after this second. `near`: what was found for the second before, where seconds are asked for in their order. */
export function firstEndingAfter(spans: readonly Span[], seconds: number, near = -1): number {
  for (let index = near; near >= 0 && index < near + 2; index += 1) if (isFirstEndingAfter(spans, seconds, index)) return index
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]!.end > seconds) high = middle
    else low = middle + 1
  }
  return low
}

function isFirstEndingAfter(spans: readonly Span[], seconds: number, index: number): boolean {
  return (index === 0 || index <= spans.length && spans[index - 1]!.end <= seconds) && (index >= spans.length || spans[index]!.end > seconds)
}
