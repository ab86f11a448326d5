import { readIntegrated, type Loudness } from '../src/tools/loudness.ts'

/** What ffmpeg's `ebur128=peak=true` says at its end; null when there was no sound to measure. */
export function readLoudness(said: string): Loudness | null {
  const integratedLufs = readIntegrated(said)
  const peak = Number(/\bPeak:\s+(-?[\d.]+|-inf) dBFS/.exec(said.slice(said.lastIndexOf('Summary:')))?.[1])
  return integratedLufs === null || !Number.isFinite(peak) ? null : { integratedLufs, truePeakDbtp: peak }
}
