/** Loudness over time, one value per 10 ms in whole dBFS, quiet enough to store: an hour is 360 KB. */
export const levelSeconds = 0.01

const quietest = -120

/** RMS (0..1) as whole decibels. */
export function toDecibels(rms: number): number {
  return rms > 0 ? Math.max(quietest, Math.min(0, Math.round(20 * Math.log10(rms)))) : quietest
}

export function encodeLevels(levels: Int8Array): string {
  return Buffer.from(levels.buffer, levels.byteOffset, levels.byteLength).toString('base64')
}

export function decodeLevels(text: string): Int8Array {
  const bytes = Buffer.from(text, 'base64')
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
