import type { Span } from '@f2l/common/contracts/span.ts'

/**
 * Recall before precision: a cut word is worse than a kept pause. With noise held down (even-level.ts) the model gives
 * next to none of it as much as this; quiet words under noise get little more.
 */
const hintOfSpeech = 0.2
/** One window alone (32 ms) needs more: it may be a click or a breath. */
const sureOfSpeech = 0.25
/** Pauses shorter than this lie inside speech. */
const bridgeSeconds = 0.2

/** Stretches of speech from one probability per window. */
export function speechSpans(probabilities: ArrayLike<number>, windowSeconds: number): Span[] {
  const spans: Span[] = []
  let start = -1
  for (let i = 0; i <= probabilities.length; i++) {
    const isHint = i < probabilities.length && probabilities[i]! >= hintOfSpeech
    if (isHint && start < 0) start = i
    if (isHint || start < 0) continue
    if (i - start > 1 || probabilities[start]! >= sureOfSpeech) addBridged(spans, { start: start * windowSeconds, end: i * windowSeconds })
    start = -1
  }
  return spans
}

function addBridged(spans: Span[], span: Span): void {
  const last = spans.at(-1)
  if (last && span.start - last.end < bridgeSeconds) last.end = Math.max(last.end, span.end)
  else spans.push(span)
}
