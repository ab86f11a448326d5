import { expect, test } from 'vitest'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { readLoudness } from './read-loudness.ts'
import { makePeakMeter } from '../src/tools/true-peak.ts'
import { lavfi, signal, tools } from './barcode-recording.ts'

// A tone at a quarter of the sample rate, half a sample beside its tops, is 3 dB higher than any of its samples.
test.each([
  ['a tone that is highest between its samples', `aevalsrc='0.5*sin(2*PI*12000*t+PI/4)|0.3*sin(2*PI*12000*t)':s=48000:d=1,afade=d=0.2,afade=t=out:st=0.8:d=0.2`],
  ['noise', 'anoisesrc=d=2:c=pink:a=0.7:r=48000:seed=3'],
  ['a low tone', 'sine=f=440:r=48000:d=1,volume=4'],
])('the true peak of %s is that of ebur128, within a tenth of a decibel', async (_, path) => {
  const pieces: Buffer[] = []
  const said = await runFfmpeg(tools, {
    inputs: [{ path, options: lavfi }],
    outputs: [{ path: 'pipe:1', options: ['-af', 'aformat=channel_layouts=stereo,ebur128=peak=true:framelog=verbose', '-f', 's16le', '-ac', '2'] }], logLevel: 'info',
  }, { signal, task: 'making a test sound', onOutput: bytes => { pieces.push(bytes) } })
  const bytes = new Uint8Array(Buffer.concat(pieces))
  const samples = new Int16Array(bytes.buffer)
  const meter = makePeakMeter(2)
  for (let at = 0; at < samples.length; at += 1000) meter.take(samples.subarray(at, at + 1000))
  expect(Math.abs(meter.peakDbtp() - readLoudness(said)!.truePeakDbtp)).toBeLessThanOrEqual(0.1)
})

test('silence has no peak', () => {
  const meter = makePeakMeter(2)
  meter.take(new Int16Array(4800))
  expect(meter.peakDbtp()).toBe(Number.NEGATIVE_INFINITY)
})
