import type { Span } from '@f2l/common/contracts/span.ts'

/**
 * Recall before precision: a cut word is worse than a kept pause. Speech starts where the model
 * is at least this sure and lasts until it is quite sure of the opposite.
 */
const startsAt = 0.3
const endsBelow = 0.12
/** Pauses shorter than this lie inside speech. */
const bridgeSeconds = 0.2

/** Stretches of speech from one probability per window. */
export function speechSpans(probabilities: ArrayLike<number>, windowSeconds: number): Span[] {
  const spans: Span[] = []
  let start = -1
  for (let i = 0; i <= probabilities.length; i++) {
    const probability = probabilities[i] ?? 0
    if (start < 0 && probability >= startsAt) start = firstHint(probabilities, i)
    if (start < 0 || probability >= endsBelow) continue
    addBridged(spans, { start: start * windowSeconds, end: i * windowSeconds })
    start = -1
  }
  return spans
}

/** Words begin softly: the windows before the sure one that were not sure of silence belong to it. */
function firstHint(probabilities: ArrayLike<number>, index: number): number {
  let first = index
  while (first > 0 && probabilities[first - 1]! >= endsBelow) first--
  return first
}

function addBridged(spans: Span[], span: Span): void {
  const last = spans.at(-1)
  if (last && span.start - last.end < bridgeSeconds) last.end = Math.max(last.end, span.end)
  else spans.push(span)
}
