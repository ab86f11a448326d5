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

function firstEndingAfter(spans: readonly Span[], seconds: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]!.end > seconds) high = middle
    else low = middle + 1
  }
  return low
}
