export interface Loudness { integratedLufs: number; truePeakDbtp: number }

/** ebur128 says −70 where nothing passed its gate: there is no loudness to speak of. */
const gateLufs = -70

/** Reads the integrated loudness (LUFS) from the summary that ffmpeg's ebur128 filter prints at its end; null when there was no sound to measure. */
export function readIntegrated(said: string): number | null {
  const integrated = Number(/\bI:\s+(-?[\d.]+|-inf) LUFS/.exec(said.slice(said.lastIndexOf('Summary:')))?.[1])
  return Number.isFinite(integrated) && integrated > gateLufs ? integrated : null
}
