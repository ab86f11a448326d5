/** Between two samples the wave is looked at in three places: four times oversampled, as ITU-R BS.1770 asks. */
const places = [0.25, 0.5, 0.75]
const reach = 6
/** Between samples this far below the highest so far the wave does not rise above it, tones near half the sample rate aside. */
const worthLooking = 0.6

/** Windowed sinc for each place, from `reach − 1` samples before to `reach` after. */
const filters = places.map(place => Float64Array.from({ length: 2 * reach }, (_, tap) => {
  const distance = place - (tap - reach + 1)
  return Math.sin(Math.PI * distance) / (Math.PI * distance) * (0.5 + 0.5 * Math.cos(Math.PI * distance / reach))
}))

/** Measures how high the wave of interleaved sound rises, also between its samples. */
export interface PeakMeter {
  take(samples: Int16Array): void
  /** dBTP; −Infinity where there was no sound. */
  peakDbtp(): number
}

export function makePeakMeter(channels: number): PeakMeter {
  const kept = channels * (2 * reach - 1)
  let highest = 0
  // The end of what came before, then what has come: the same memory each time.
  let room = new Int16Array(kept)
  let filled = kept
  return {
    take: samples => {
      room.copyWithin(0, filled - kept, filled)
      if (kept + samples.length > room.length) {
        const larger = new Int16Array(kept + samples.length)
        larger.set(room.subarray(0, kept))
        room = larger
      }
      room.set(samples, kept)
      filled = kept + samples.length
      highest = highestOf(room.subarray(0, filled), channels, highest)
    },
    peakDbtp: () => 20 * Math.log10(highest / 32_768),
  }
}

function highestOf(samples: Int16Array, channels: number, before: number): number {
  let highest = before
  const last = samples.length - channels * reach
  for (let at = channels * (reach - 1); at < last; at++) {
    const here = Math.abs(samples[at]!)
    if (here > highest) highest = here
    if (here < worthLooking * highest && Math.abs(samples[at + channels]!) < worthLooking * highest) continue
    for (const filter of filters) {
      let sum = 0
      for (let tap = 0; tap < 2 * reach; tap++) sum += samples[at + (tap - reach + 1) * channels]! * filter[tap]!
      if (Math.abs(sum) > highest) highest = Math.abs(sum)
    }
  }
  return highest
}
