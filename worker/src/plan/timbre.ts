/**
 * How a sound is coloured, per 10 ms: `brightness` 0..15 (a hum … a hiss) and `change` 0..15 (held … turning into
 * another sound). Both share a byte, so that an hour is 360 KB, as its levels are.
 */
export interface Timbre { brightness: Uint8Array; change: Uint8Array }

const steps = 15

/** Values 0..1 as one byte. */
export function packTimbre(brightness: number, change: number): number {
  return step(brightness) << 4 | step(change)
}

export function encodeTimbre(packed: Uint8Array): string {
  return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).toString('base64')
}

export function decodeTimbre(text: string): Timbre {
  const packed = Buffer.from(text, 'base64')
  return { brightness: Uint8Array.from(packed, byte => byte >> 4), change: Uint8Array.from(packed, byte => byte & steps) }
}

function step(value: number): number {
  return Math.round(steps * Math.max(0, Math.min(1, value)))
}
