export interface Loudness { integratedLufs: number; truePeakDbtp: number }

/** ebur128 says −70 where nothing passed its gate: there is no loudness to speak of. */
const gateLufs = -70

/** Reads the integrated loudness (LUFS) from the summary that ffmpeg's ebur128 filter prints at its end; null when there was no sound to measure. */
export function readIntegrated(said: string): number | null {
  const integrated = Number(/\bI:\s+(-?[\d.]+|-inf) LUFS/.exec(said.slice(said.lastIndexOf('Summary:')))?.[1])
  return Number.isFinite(integrated) && integrated > gateLufs ? integrated : null
}

/** How loud 0.4 s are, in LUFS, every 0.1 s: what ffmpeg's ametadata filter prints of ebur128's measurement, frame by frame. */
export function readMomentary(printed: string): number[] {
  return [...printed.matchAll(/^lavfi\.r128\.M=(\S+)$/gm)].map(([, value]) => Number(value))
}

const relativeGateLu = 10

/** The integrated loudness (LUFS) of all that was measured so, by both gates of ITU-R BS.1770; null where nothing passes them. */
export function integratedOf(momentary: readonly number[]): number | null {
  const heard = momentary.filter(lufs => lufs > gateLufs)
  const gate = meanOf(heard) - relativeGateLu
  const loud = heard.filter(lufs => lufs > gate)
  return loud.length === 0 ? null : meanOf(loud)
}

/** Of powers, not of decibels. */
function meanOf(loudness: readonly number[]): number {
  return 10 * Math.log10(loudness.reduce((sum, lufs) => sum + 10 ** (lufs / 10), 0) / loudness.length)
}
