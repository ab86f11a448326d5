export interface Loudness { integratedLufs: number; truePeakDbtp: number }

/** ebur128 says −70 where nothing passed its gate: there is no loudness to speak of. */
const gateLufs = -70

/** Reads the summary that ffmpeg's ebur128 filter prints at its end; null when there was no sound to measure. */
export function readLoudness(said: string): Loudness | null {
  const summary = said.slice(said.lastIndexOf('Summary:'))
  const integrated = Number(/\bI:\s+(-?[\d.]+|-inf) LUFS/.exec(summary)?.[1])
  const peak = Number(/\bPeak:\s+(-?[\d.]+|-inf) dBFS/.exec(summary)?.[1])
  if (!Number.isFinite(integrated) || !Number.isFinite(peak) || integrated <= gateLufs) return null
  return { integratedLufs: integrated, truePeakDbtp: peak }
}

/** The integrated loudness alone, in LUFS; null when there was no sound to measure. */
export function readIntegrated(said: string): number | null {
  const integrated = Number(/\bI:\s+(-?[\d.]+|-inf) LUFS/.exec(said.slice(said.lastIndexOf('Summary:')))?.[1])
  return Number.isFinite(integrated) && integrated > gateLufs ? integrated : null
}
