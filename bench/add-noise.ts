/** The sound with steady pink noise this many decibels below it (power against power over the whole length of `loud`). */
export function withPinkNoise(samples: Float32Array, { loud, decibels, random }: { loud: Float32Array; decibels: number; random: () => number }): Float32Array {
  const noise = pinkNoise(samples.length, random)
  const gain = Math.sqrt(power(loud) / power(noise)) / 10 ** (decibels / 20)
  return samples.map((sample, index) => sample + gain * noise[index]!)
}

/** White noise through three low-passes side by side: −3 dB an octave within half a decibel. */
function pinkNoise(length: number, random: () => number): Float32Array {
  const poles = [0.997, 0.963, 0.57]
  const gains = [0.1, 0.3, 1.05]
  const states = [0, 0, 0]
  return Float32Array.from({ length }, () => {
    const white = 2 * random() - 1
    let sum = 0.18 * white
    for (let i = 0; i < poles.length; i++) {
      states[i] = poles[i]! * states[i]! + gains[i]! * white
      sum += states[i]!
    }
    return sum
  })
}

function power(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
}
