import { setImmediate as breathe } from 'node:timers/promises'
import { loadFaceDetector, type Picture } from './face-detector.ts'
import { seededRandom } from './seeded-random.ts'
import { loadSpeechModel, windowSamples } from './speech-model.ts'

const speechRate = 16_000
/** A minute of sound. */
const windowsPerTurn = 2048
/** Code gets better and better while it runs, WebAssembly for about a second: the quickest turn is how it goes on. */
const listeningTurns = 3
const lookingTurns = 12

export interface ModelSpeeds { listenSeconds: number; lookSeconds: number }

export async function measureModels(signal: AbortSignal): Promise<ModelSpeeds> {
  return { listenSeconds: await measureListening(signal), lookSeconds: await measureLooking(signal) }
}

/** Seconds a second of sound that is searched for speech. */
async function measureListening(signal: AbortSignal): Promise<number> {
  const model = await loadSpeechModel()
  try {
    const random = seededRandom('calibration')
    const sound = Float32Array.from({ length: windowSamples }, () => 0.2 * (random() - 0.5))
    const seconds = await quickTurn(listeningTurns, signal, async () => {
      const listener = model.listen()
      for (let n = 0; n < windowsPerTurn; n++) await listener.hear(sound)
      await listener.end()
    })
    return seconds * speechRate / (windowsPerTurn * windowSamples)
  } finally {
    await model.release()
  }
}

/** Seconds a picture that is searched for faces. */
async function measureLooking(signal: AbortSignal): Promise<number> {
  const detector = await loadFaceDetector()
  try {
    const picture = softPicture()
    return await quickTurn(lookingTurns, signal, async () => { await detector.find(picture) })
  } finally {
    await detector.release()
  }
}

/** The quickest of some turns, in processor seconds of this process; others get their turn between them. */
async function quickTurn(turns: number, signal: AbortSignal, work: () => Promise<void> | void): Promise<number> {
  let quickest = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < turns; turn++) {
    signal.throwIfAborted()
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    quickest = Math.min(quickest, (user + system) / 1_000_000)
    await breathe()
  }
  return quickest
}

function softPicture(): Picture {
  const [width, height] = [640, 360]
  return { width, height, rgb: Uint8Array.from({ length: 3 * width * height }, (_, at) => 128 + 100 * Math.sin(at / 9_000)) }
}
