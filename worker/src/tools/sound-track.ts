import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { chunkHash } from './chunk-graph.ts'
import { encodeSoundPart, type SoundRun } from './encode-sound-part.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { isThere } from './is-there.ts'
import { integratedOf } from './loudness.ts'
import { cutSound, soundPieces, soundRate, type Channels, type SoundPiece } from './pcm-cut.ts'
import type { RenderCache } from './render-cache.ts'
import { runLimited, type Task } from './run-limited.ts'
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

/** A part and the file that holds it. */
interface PlacedPart { part: SoundPart; isLast: boolean; path: string }

async function encodeParts(track: SoundTrack, pieces: SoundPiece[], gainDb: number, run: SoundRun): Promise<SoundPartFile[]> {
  const parts = soundParts(pieces, track.partSeconds)
  const placed = parts.map((part): PlacedPart => ({ part, isLast: part === parts.at(-1), path: join(dirname(track.path), nameOf(part, pieces, gainDb, track)) }))
  const missing: PlacedPart[] = []
  for (const one of placed) if (!await isThere(one.path) && !await track.cache.take(basename(one.path), one.path)) missing.push(one)
  const seconds = samplesOf(pieces) / soundRate
  const lanes = lanesOf(missing, placed.length)
  await runLimited(lanes.map(lane => laneTask(lane, track, gainDb, run)), lanes.length, run.signal, fraction => run.onProgress(fraction * seconds))
  return Promise.all(placed.map(({ path }) => openSoundPart(path)))
}

/** Parts of which each lane decodes what comes before them once more. */
const worthALane = 3

/** Where an edit left most of the picture as it was, the sound behind it is what the video waits for: two at a time. */
function lanesOf(missing: PlacedPart[], count: number): PlacedPart[][] {
  if (missing.length === count || missing.length < 2 * worthALane) return missing.length > 0 ? [missing] : []
  const half = missing.length >> 1
  return [missing.slice(0, half), missing.slice(half)]
}

function laneTask(lane: PlacedPart[], track: SoundTrack, gainDb: number, { tools }: SoundRun): Task {
  const length = ({ part }: PlacedPart): number => (part.end - part.start) * aacFrameSamples / soundRate
  const seconds = lane.reduce((sum, one) => sum + length(one), 0)
  return {
    weight: seconds,
    work: async ({ signal, report }) => {
      const sound = readFromStart(track, { tools, signal })
      const job = { sound, channels: channelsOf(track), gainDb, peakDbtp: track.plan.loudness.peakDbtp }
      let done = 0
      try {
        for (const one of lane) {
          await encodeSoundPart({ ...job, ...one }, { tools, signal, onProgress: made => report((done + Math.min(made, length(one))) / seconds) })
          await track.cache.offer(basename(one.path), one.path)
          done += length(one)
        }
      } finally {
        await sound.close()
      }
    },
  }
}

function nameOf(part: SoundPart, pieces: SoundPiece[], gainDb: number, { plan, audio, madeBy }: SoundTrack): string {
  const { loudness, noiseReduction, noiseFloorDbfs } = plan
  const heard = heardFor(part)
  const parts = [madeBy, audio, gainDb, loudness.peakDbtp, noiseReduction, noiseFloorDbfs, part.end - part.start, heard.leadInFrames, piecesHeard(pieces, heard)]
  return `sound-part-${chunkHash(parts)}.aac`
}

/** What is kept of the source, decoded from its start. */
function readFromStart(track: SoundTrack, { tools, signal }: Omit<SoundRun, 'onProgress'>): SampleWindow {
  const { audio, plan, sourcePath } = track
  const channels = channelsOf(track)
  const source: AsyncIterable<Uint8Array> = audio ? readSourceSound({ sourcePath, streamIndex: audio.streamIndex, channels, plan }, tools, signal) : Readable.from([])
  return makeSampleWindow(cutSound(source, plan, channels), channels, mostReadTwice)
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
