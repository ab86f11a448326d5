import type { Span } from '@f2l/common/contracts/span.ts'
import { noiseFloor, usualSpeechLevel } from './speech-cover.ts'

/** Speech that stands further above the noise than this (dB) is clean: nothing is done to it. */
const cleanAbove = 26
/** Below this (dBFS) there is no noise but a gate of the meeting tool, or nothing. */
const quietestFloor = -80
/** Above this it is music, or a crowd, and not noise. */
const loudestFloor = -25
/** Closer than this, what is heard all the time is the speech itself. */
const leastDistance = 3

/**
 * The level (dBFS) of the recording's steady noise where lowering it is worth while; null where the recording is clean,
 * or where what lies below the speech cannot be told from it.
 */
export function noiseToReduce(speech: Span[], levels: Int8Array): number | null {
  if (speech.length === 0 || levels.length === 0) return null
  const floor = noiseFloor(levels)
  const distance = usualSpeechLevel(speech, levels) - floor
  return floor > quietestFloor && floor < loudestFloor && distance < cleanAbove && distance > leastDistance ? floor : null
}
