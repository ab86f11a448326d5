import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { chunkHash } from './chunk-graph.ts'
import { encodeSoundPart, type SoundRun } from './encode-sound-part.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { isThere } from './is-there.ts'
import { integratedOf } from './loudness.ts'
import { cutSound, type Channels } from './pcm-cut.ts'
import type { RenderCache } from './render-cache.ts'
import { makeSampleWindow, type SampleWindow } from './sample-window.ts'
import { openSoundPart, type SoundPartFile } from './sound-part-file.ts'
import { heldGroups, soundGroups, soundSamples, type SoundGroup } from './sound-groups.ts'
import { mostHeardTwice, partsOf, type SoundPart } from './sound-parts.ts'
import { aacFrameSamples, soundRate } from './sound-pieces.ts'
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
  const groups = soundGroups(track.plan, track.partSeconds)
  for (let pass = 1; ; pass++) {
    const parts = await encodeGroups(track, groups, gain, run)
    const measured = integratedOf(parts.flatMap(({ file }) => file.momentary))
    const miss = measured === null ? 0 : loudness.targetLufs - measured
    if (pass === mostPasses || Math.abs(miss) <= toleranceLu || gain + miss > mostGainDb) return joinParts(parts, heldGroups(groups), soundSamples(track.plan), track.path, run)
    gain += miss
  }
}

interface EncodedPart { part: SoundPart; file: SoundPartFile }

async function encodeGroups(track: SoundTrack, groups: SoundGroup[], gainDb: number, run: SoundRun): Promise<EncodedPart[]> {
  const source = openSource(track, run)
  try {
    const encoded: EncodedPart[] = []
    let begins = 0
    for (const group of groups) {
      const at = begins
      encoded.push(...await encodeParts(partsOf(group, track.partSeconds), track, source, gainDb, { ...run, onProgress: seconds => run.onProgress(at + seconds) }))
      begins += group.samples / soundRate
    }
    return encoded
  } finally {
    await source.close()
  }
}

/** The parts of one group. */
async function encodeParts(parts: SoundPart[], track: SoundTrack, source: Source, gainDb: number, run: SoundRun): Promise<EncodedPart[]> {
  const { plan, path, cache } = track
  const channels = channelsOf(track)
  const sound = openGroup(parts[0]!.group, source, channels)
  try {
    const encoded: EncodedPart[] = []
    for (const part of parts) {
      const name = nameOf(part, gainDb, track)
      const place = join(dirname(path), name)
      if (!await isThere(place) && !await cache.take(name, place)) {
        await encodeSoundPart({ part, sound: sound.read(part), channels, gainDb, peakDbtp: plan.loudness.peakDbtp, path: place }, { ...run, onProgress: seconds => run.onProgress(part.start * aacFrameSamples / soundRate + seconds) })
        await cache.offer(name, place)
      }
      encoded.push({ part, file: await openSoundPart(place) })
    }
    return encoded
  } finally {
    await sound.close()
  }
}

function nameOf(part: SoundPart, gainDb: number, { plan, audio, madeBy }: SoundTrack): string {
  const { loudness, noiseReduction, noiseFloorDbfs } = plan
  const parts = [madeBy, audio, gainDb, loudness.peakDbtp, noiseReduction, noiseFloorDbfs, part.end - part.start, part.leadIn, part.samples, part.pieces]
  return `sound-part-${chunkHash(parts)}.aac`
}

interface Source { window(): SampleWindow; close(): Promise<void> }

/** Decoded from its start, once for all parts, and not where all of them are there. */
function openSource(track: SoundTrack, { tools, signal }: SoundRun): Source {
  const { audio, plan, sourcePath } = track
  const channels = channelsOf(track)
  const source = (): AsyncIterable<Uint8Array> => audio ? readSourceSound({ sourcePath, streamIndex: audio.streamIndex, channels, plan }, tools, signal) : Readable.from([])
  let window: SampleWindow | null = null
  return {
    window: () => window ??= makeSampleWindow(source(), channels, mostHeardTwice),
    close: async () => { await window?.close() },
  }
}

/** A group's sound, cut; parts are read from front to back. */
function openGroup(group: SoundGroup, source: Source, channels: Channels): { read(part: SoundPart): AsyncIterable<Uint8Array>; close(): Promise<void> } {
  const first = group.leadIn * aacFrameSamples
  let window: SampleWindow | null = null
  const open = (): SampleWindow => {
    const pieces = group.pieces.map(piece => ({ ...piece, at: piece.at + first }))
    return makeSampleWindow(cutSound(source.window(), pieces, first + (group.frames + 1) * aacFrameSamples, channels), channels, mostHeardTwice)
  }
  return {
    read: ({ start, leadIn, samples }) => {
      window ??= open()
      const from = first + (start - leadIn) * aacFrameSamples
      return window.read(from, from + samples)
    },
    close: async () => { await window?.close() },
  }
}

function channelsOf({ audio }: SoundTrack): Channels {
  return audio && audio.channels !== 1 ? 2 : 1
}

async function joinParts(parts: EncodedPart[], held: Set<SoundGroup>, samples: number, path: string, { tools, signal }: SoundRun): Promise<void> {
  const lastFrame = Math.ceil(samples / aacFrameSamples)
  const rest = samples - (lastFrame - 1) * aacFrameSamples
  // The first frame only readies the decoder, and of the last one `rest` is sound.
  const times = `ts=TS-DURATION:duration=DURATION*if(eq(N\\,${lastFrame})\\,${rest}/${aacFrameSamples}\\,1)`
  await rm(`${path}.part`, { force: true })
  await runFfmpeg(tools, {
    inputs: [{ path: 'pipe:0', options: ['-f', 'aac'] }],
    outputs: [{ path: `${path}.part`, options: ['-map', '0:a', '-c', 'copy', '-bsf:a', `setts=${times}`, '-f', 'mp4'] }],
  }, { signal, task: 'putting the sound together', input: framesOf(parts, held, lastFrame + 1) })
  await rename(`${path}.part`, path)
}

/** So many frames; a followed group's last one only where it is played twice. */
async function* framesOf(parts: EncodedPart[], held: Set<SoundGroup>, count: number): AsyncGenerator<Uint8Array> {
  let left = count
  for (const { part: { group, end }, file } of parts) {
    const frames = await file.readFrames()
    const isOver = group.isFollowed && end > group.frames && !held.has(group)
    const wanted = frames.slice(0, Math.min(left, frames.length - (isOver ? 1 : 0)))
    left -= wanted.length
    yield Buffer.concat(wanted)
  }
}
