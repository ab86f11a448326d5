import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { chunkHash } from './chunk-graph.ts'
import { encodeSoundPart, type SoundRun } from './encode-sound-part.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { isThere } from './is-there.ts'
import { integratedOf } from './loudness.ts'
import { cutSound, soundPieces, type Channels, type SoundPiece } from './pcm-cut.ts'
import type { RenderCache } from './render-cache.ts'
import { makeSampleWindow, type SampleWindow } from './sample-window.ts'
import { openSoundPart, type SoundPartFile } from './sound-part-file.ts'
import { aacFrameSamples, heardFor, mostReadTwice, piecesHeard, samplesOf, soundParts, type SoundPart } from './sound-parts.ts'
import { readSourceSound } from './source-sound.ts'

export interface SoundTrack {
  sourcePath: string
  /** The stream to hear and how many channels it has; null makes a silent track. */
  audio: { streamIndex: number; channels: number } | null
  plan: EditPlan
  /** Loudness of the source as analysis measured it; null where it is silent or unknown. */
  sourceLoudness: { integratedLufs: number } | null
  /** The .m4a to make; its parts are left beside it. */
  path: string
  /** What the source and the programs are, for the names of parts. */
  madeBy: string
  cache: RenderCache
  /** How long parts are; default: two minutes. */
  partSeconds?: number
}

const toleranceLu = 0.5
const mostPasses = 3
/** More would only lift what a meter does not hear. */
const mostGainDb = 60

/**
 * The output's whole sound: cut, brought to the wanted loudness by one linear gain and a limiter, encoded in parts of which
 * those that are there already are not made again. A limiter that had much to do leaves the sound too quiet: then once more
 * with the difference added.
 */
export async function makeSoundTrack(track: SoundTrack, run: SoundRun): Promise<void> {
  const { loudness } = track.plan
  let gain = track.sourceLoudness ? Math.min(mostGainDb, loudness.gainDb ?? loudness.targetLufs - track.sourceLoudness.integratedLufs) : 0
  const pieces = soundPieces(track.plan)
  for (let pass = 1; ; pass++) {
    const parts = await encodeParts(track, pieces, gain, run)
    const measured = integratedOf(parts.flatMap(({ momentary }) => momentary))
    const miss = measured === null ? 0 : loudness.targetLufs - measured
    if (pass === mostPasses || Math.abs(miss) <= toleranceLu || gain + miss > mostGainDb) return joinParts(parts, samplesOf(pieces), track.path, run)
    gain += miss
  }
}

async function encodeParts(track: SoundTrack, pieces: SoundPiece[], gainDb: number, run: SoundRun): Promise<SoundPartFile[]> {
  const { plan, path, cache, partSeconds } = track
  const parts = soundParts(pieces, partSeconds)
  const sound = sharedSound(track, run)
  try {
    const encoded: SoundPartFile[] = []
    for (const part of parts) {
      const name = nameOf(part, pieces, gainDb, track)
      const place = join(dirname(path), name)
      if (!await isThere(place) && !await cache.take(name, place)) {
        await encodeSoundPart({ part, isLast: part === parts.at(-1), sound: sound.window(), channels: channelsOf(track), gainDb, peakDbtp: plan.loudness.peakDbtp, path: place }, run)
        await cache.offer(name, place)
      }
      encoded.push(await openSoundPart(place))
    }
    return encoded
  } finally {
    await sound.close()
  }
}

function nameOf(part: SoundPart, pieces: SoundPiece[], gainDb: number, { plan, audio, madeBy }: SoundTrack): string {
  const { loudness, noiseReduction, noiseFloorDbfs } = plan
  const heard = heardFor(part)
  const parts = [madeBy, audio, gainDb, loudness.peakDbtp, noiseReduction, noiseFloorDbfs, part.end - part.start, heard.leadInFrames, piecesHeard(pieces, heard)]
  return `sound-part-${chunkHash(parts)}.aac`
}

/** The source is decoded from its start, once for all parts, and not where all of them are there. */
function sharedSound(track: SoundTrack, { tools, signal }: SoundRun): { window(): SampleWindow; close(): Promise<void> } {
  const { audio, plan, sourcePath } = track
  const channels = channelsOf(track)
  const source = (): AsyncIterable<Uint8Array> => audio ? readSourceSound({ sourcePath, streamIndex: audio.streamIndex, channels, plan }, tools, signal) : Readable.from([])
  let window: SampleWindow | null = null
  return {
    window: () => window ??= makeSampleWindow(cutSound(source(), plan, channels), channels, mostReadTwice),
    close: async () => { await window?.close() },
  }
}

function channelsOf({ audio }: SoundTrack): Channels {
  return audio && audio.channels !== 1 ? 2 : 1
}

async function joinParts(parts: SoundPartFile[], samples: number, path: string, { tools, signal }: SoundRun): Promise<void> {
  const lastFrame = Math.ceil(samples / aacFrameSamples)
  const rest = samples - (lastFrame - 1) * aacFrameSamples
  // The first frame only readies the decoder, and of the last one `rest` is sound.
  const times = `ts=TS-DURATION:duration=DURATION*if(eq(N\\,${lastFrame})\\,${rest}/${aacFrameSamples}\\,1)`
  await rm(`${path}.part`, { force: true })
  await runFfmpeg(tools, {
    inputs: [{ path: 'pipe:0', options: ['-f', 'aac'] }],
    outputs: [{ path: `${path}.part`, options: ['-map', '0:a', '-c', 'copy', '-bsf:a', `setts=${times}`, '-f', 'mp4'] }],
  }, { signal, task: 'putting the sound together', input: framesOf(parts) })
  await rename(`${path}.part`, path)
}

async function* framesOf(parts: SoundPartFile[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await part.readFrames()
}
