/**
 * Σ wanted[i] · found[shift + i] for every shift at which `wanted` lies inside `found`: the correlation theorem,
 * a hundredth of the work of multiplying at each shift.
 */
export function correlate(wanted: Float32Array, found: Float32Array): Float64Array {
  const shifts = Math.max(0, found.length - wanted.length + 1)
  let size = 1
  while (size < wanted.length + found.length) size *= 2
  // Both are real: one goes as the real, the other as the imaginary part of a single transform.
  const real = new Float64Array(size)
  const imaginary = new Float64Array(size)
  real.set(found)
  imaginary.set(wanted)
  transform(real, imaginary)
  multiply(real, imaginary)
  transform(real, imaginary)
  // Forward twice instead of there and back: the result stands in reverse order.
  return Float64Array.from({ length: shifts }, (_, shift) => real[(size - shift) % size]! / size)
}

/** From the spectrum of found + i·wanted to that of their correlation. */
function multiply(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  const spectrum = new Float64Array(size)
  const spectrumImaginary = new Float64Array(size)
  for (let k = 0; k < size; k++) {
    const other = (size - k) % size
    const foundReal = (real[k]! + real[other]!) / 2
    const foundImaginary = (imaginary[k]! - imaginary[other]!) / 2
    const wantedReal = (imaginary[k]! + imaginary[other]!) / 2
    const wantedImaginary = (real[other]! - real[k]!) / 2
    spectrum[k] = foundReal * wantedReal + foundImaginary * wantedImaginary
    spectrumImaginary[k] = foundImaginary * wantedReal - foundReal * wantedImaginary
  }
  real.set(spectrum)
  imaginary.set(spectrumImaginary)
}

/** The fast Fourier transform of Cooley and Tukey, in place; the length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  reverseBits(real)
  reverseBits(imaginary)
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      const cosine = Math.cos(Math.PI * k / half)
      const sine = -Math.sin(Math.PI * k / half)
      for (let at = k; at < size; at += 2 * half) {
        const other = at + half
        const turnedReal = real[other]! * cosine - imaginary[other]! * sine
        const turnedImaginary = real[other]! * sine + imaginary[other]! * cosine
        real[other] = real[at]! - turnedReal
        imaginary[other] = imaginary[at]! - turnedImaginary
        real[at]! += turnedReal
        imaginary[at]! += turnedImaginary
      }
    }
  }
}

function reverseBits(values: Float64Array): void {
  for (let i = 1, j = 0; i < values.length; i++) {
    let bit = values.length >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i >= j) continue
    const held = values[i]!
    values[i] = values[j]!
    values[j] = held
  }
}
