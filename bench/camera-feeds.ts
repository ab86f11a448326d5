import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Span } from '@f2l/common/contracts/span.ts'
import { runFfmpeg, type FfmpegTools } from '../worker/src/tools/ffmpeg.ts'

export const feedRate = 25
export const feedSize = { width: 640, height: 360 }

/** A person's camera as two stretches of a picture: speaking, and quiet. */
interface Footage {
  path: string
  /** Seconds of the file; played to and fro. */
  speaking: Span
  quiet: Span
  /** Makes the picture 16 : 9. */
  look: string
  /** A photograph: its lower face is moved while the person speaks. */
  mouth?: { x: number; y: number; width: number; height: number }
}

export interface Cameras { paths: string[]; note: string }

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const talkingHead = path('../../shared/media/webcam-talking-head.mp4')
const screencast = path('../../shared/media/screencast-with-webcam.mp4')
/** Eileen Collins, NASA, public domain: comes with Debian's python3-skimage. */
const portrait = '/usr/lib/python3/dist-packages/skimage/data/astronaut.png'
const drawn = path('../demo/media/sample-meeting.mp4')

/**
 * Four cameras as long as the meeting: each shows its person speaking in their turns and quiet else.
 * Real faces where the recordings are on this machine, else the drawn people of the sample meeting.
 */
export async function makeCameras(turns: Span[][], seconds: number, folder: string, tools: FfmpegTools, signal: AbortSignal): Promise<Cameras> {
  const isReal = existsSync(talkingHead) && existsSync(screencast)
  const footage = isReal ? realPeople() : drawnPeople()
  const paths: string[] = []
  for (const [index, person] of footage.entries()) {
    paths.push(join(folder, `camera-${index}.mp4`))
    if (!existsSync(paths[index]!)) await makeFeed(person, turns[index]!, seconds, paths[index]!, tools, signal)
  }
  const real = existsSync(portrait) ? 'three real people (one of them a moved photograph), one of them twice, mirrored and recoloured' : 'two real people, one of them three times, mirrored, recoloured and framed anew'
  return { paths, note: isReal ? real : 'the recordings of real faces are not on this machine: drawn portraits of the sample meeting' }
}

function realPeople(): Footage[] {
  const man = { path: talkingHead, speaking: { start: 0.95, end: 2.8 }, quiet: { start: 0.05, end: 0.85 } }
  return [
    { ...man, look: 'crop=640:360:0:20' },
    existsSync(portrait)
      ? { path: portrait, speaking: { start: 0, end: 3 }, quiet: { start: 0, end: 3 }, look: 'crop=448:252:16:12', mouth: { x: 190, y: 128, width: 66, height: 50 } }
      : { ...man, look: 'crop=400:225:80:40,hue=h=70:s=0.7,eq=brightness=-0.06' },
    { path: screencast, speaking: { start: 0.9, end: 2.9 }, quiet: { start: 7.3, end: 8.2 }, look: 'crop=248:140:117:98' },
    { ...man, speaking: { start: 3.85, end: 4.6 }, look: 'crop=512:288:20:20,hflip,hue=h=-28:s=0.75,eq=brightness=0.04:contrast=0.85' },
  ]
}

/** Tiles of the strip in the sample meeting, without frame and name. */
function drawnPeople(): Footage[] {
  const speaking = [{ start: 6.8, end: 8.3 }, { start: 29, end: 31 }, { start: 67, end: 69 }, { start: 16, end: 18 }]
  return speaking.map((span, index) => ({ path: drawn, speaking: span, quiet: index === 3 ? { start: 29, end: 31 } : { start: 16, end: 18 }, look: `crop=224:126:1016:${44 + 163 * index}` }))
}

async function makeFeed({ path: source, speaking, quiet, look, mouth }: Footage, turns: Span[], seconds: number, target: string, tools: FfmpegTools, signal: AbortSignal): Promise<void> {
  const loop = (span: Span, name: string): string => `[${name}i]trim=${span.start}:${span.end},setpts=PTS-STARTPTS,fps=${feedRate},split[${name}a][${name}b];[${name}b]reverse[${name}r];`
    + `[${name}a][${name}r]concat=n=2,loop=loop=-1:size=${2 * Math.floor((span.end - span.start) * feedRate)}:start=0,setpts=N/${feedRate}/TB[${name}]`
  const isSpeaking = turns.map(({ start, end }) => `between(t,${start},${end})`).join('+') || '0'
  const picture = mouth ? movedPhoto(mouth) : `[0:v]split[si][qi];${loop(speaking, 's')};${loop(quiet, 'q')}`
  await runFfmpeg(tools, {
    inputs: [{ path: source, options: mouth ? ['-f', 'png_pipe'] : [] }],
    graph: `${picture};[q][s]overlay=enable='${isSpeaking}',${look},scale=${feedSize.width}:${feedSize.height}:flags=bicubic,setsar=1,format=yuv420p[v]`,
    outputs: [{ path: target, options: ['-map', '[v]', '-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '16', '-g', '50'] }],
  }, { signal, task: 'making a camera' })
}

/** The head sways a little; while speaking, chin and lower lip go down and up three to four times a second. */
function movedPhoto({ x, y, width, height }: NonNullable<Footage['mouth']>): string {
  const open = '3+3*sin(2*PI*3.3*t)*sin(2*PI*0.7*t)'
  const sway = `scale=iw*1.02:-1,crop=512:512:x='4+2*sin(t*0.9)':y='4+2*sin(t*0.7)'`
  return `[0:v]format=rgb24,format=yuv444p,fps=${feedRate},loop=loop=-1:size=1:start=0,setpts=N/${feedRate}/TB,split=3[p1][p2][p3];[p3]crop=${width}:${height}:${x}:${y},lut=a=val[chin];[p1]${sway}[q];[p2][chin]overlay=x=${x}:y='${y}+${open}',${sway}[s]`
}
