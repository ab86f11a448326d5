import type { MediaInfo } from './facts.ts'

/**
 * A long recording is worked on with fewer programs side by side: it is heard first and looked at then, its sound is made when the browser that
 * draws the plates has ended. What all these hold grows with the recording, and together they would take more memory than rendering does.
 */
export function isLong({ durationSeconds }: Pick<MediaInfo, 'durationSeconds'>): boolean {
  return durationSeconds > longSeconds
}

const longSeconds = 900
