import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { clipSeconds, clipStart, meetingSeconds, pauses, recordingSeconds, recordingTime } from './schedule.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

export const sampleRate = 48_000
const run = promisify(execFile)

/** The headset mix is very uneven: quiet voices come up, loud ones and the room's noise floor stay. */
const meetingFilter = 'compand=attacks=0.02:decays=0.4:points=-90/-90|-72/-70|-55/-36|-40/-25|-25/-17|0/-4:delay=0.02,atrim=start=0.02,asetpts=PTS-STARTPTS'

/** Where the AMI recording has nothing but the room (seconds). */
const roomTone = [{ start: 32.1, end: 32.42 }, { start: 76.56, end: 76.98 }]

/** The whole sound track, mono at 48 kHz, pauses filled with the room's own noise. */
export async function mixSound(meetingFile: string, clipFile: string): Promise<Float32Array> {
  const meeting = await decode(meetingFile, meetingFilter)
  const clip = await decode(clipFile, 'volume=4dB')
  const unprocessed = await decode(meetingFile, 'volume=9dB')
  const track = makeRoomTone(unprocessed, Math.round(recordingSeconds * sampleRate))
  let from = 0
  for (const to of [...pauses.map(pause => pause.at).filter(at => at > 0), meetingSeconds]) {
    if (to > from) paste(track, meeting.subarray(at(from), at(to)), at(recordingTime(from)))
    from = to
  }
  // The clip's own pauses are digital silence: the room goes on behind it.
  clip.subarray(0, at(clipSeconds)).forEach((sample, index) => { track[at(clipStart) + index]! += sample })
  return track
}

/** Loudness of each video frame's stretch of sound, 0 (silent) to 1 (loud voice). */
export function loudnessPerFrame(track: Float32Array, framesPerSecond: number): number[] {
  const size = sampleRate / framesPerSecond
  return Array.from({ length: Math.floor(track.length / size) }, (_, frame) => {
    const decibels = 20 * Math.log10(rootMeanSquare(track.subarray(frame * size, (frame + 1) * size)) + 1e-9)
    return Math.min(1, Math.max(0, (decibels + 46) / 26))
  })
}

/** 16-bit samples as ffmpeg's `s16le` wants them. */
export function toPcm(track: Float32Array): Buffer {
  const pcm = Buffer.alloc(track.length * 2)
  track.forEach((sample, index) => pcm.writeInt16LE(Math.round(Math.min(1, Math.max(-1, sample)) * 32767), index * 2))
  return pcm
}

async function decode(file: string, filter: string): Promise<Float32Array> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', file, '-ac', '1', '-af', `aresample=${sampleRate},${filter}`, '-f', 'f32le', '-'],
    { encoding: 'buffer', maxBuffer: 512 * 1024 * 1024 })
  return new Float32Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 4))
}

/** Overlapping short grains from random places of the quiet stretches: no loop can be heard. */
function makeRoomTone(meeting: Float32Array, length: number): Float32Array {
  const random = seededNumbers(7)
  const grain = at(0.12)
  const tone = new Float32Array(length)
  for (let start = -grain; start < length; start += grain / 2) {
    const stretch = roomTone[random() < 0.5 ? 0 : 1]!
    const from = at(stretch.start) + Math.floor(random() * (at(stretch.end - stretch.start) - grain))
    for (let i = Math.max(0, -start); i < grain && start + i < length; i++) {
      tone[start + i]! += meeting[from + i]! * Math.sin(Math.PI * i / grain)
    }
  }
  return tone
}

/** Lays sound over the room tone with 5 ms fades at both ends. */
function paste(track: Float32Array, sound: Float32Array, offset: number): void {
  const fade = at(0.005)
  for (let i = 0; i < sound.length && offset + i < track.length; i++) {
    const share = Math.min(1, i / fade, (sound.length - i) / fade)
    track[offset + i] = sound[i]! * share + track[offset + i]! * (1 - share)
  }
}

function rootMeanSquare(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length))
}

function at(seconds: number): number {
  return Math.round(seconds * sampleRate)
}
