import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BubbleSegment, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { writeVtt } from '@f2l/common/transcript-formats/write-captions.ts'
import { captionsOf } from '@f2l/common/captions/caption-lines.ts'
import { chaptersOf } from '../src/plan/chapters.ts'
import { render } from '../src/stages/render.ts'
import { decodeSound } from '../src/tools/audio-pcm.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import type { VideoParts } from '../src/tools/join-video.ts'
import { barePlan, browser, lavfi, readRecording, signal, tools, type Recording } from './barcode-recording.ts'

export interface SmallMeeting {
  source: Recording
  plan: EditPlan
  loudness: { integratedLufs: number } | null
  videoPath: string
  captionsPath: string
  /** Where the chunks lie, in the order of the output. */
  workFolder: string
  chunks: VideoParts['chunks']
  joined: Omit<VideoParts, 'chunks'>
}

/**
 * A meeting that hardly moves: a slide that stays, two small camera tiles in which something moves all the time, and
 * sound that comes in syllables and sounds different everywhere. Rendered small, with title, frame, bubble and two cuts.
 */
export async function smallMeeting(folder: string): Promise<SmallMeeting> {
  const source = await recordMeeting(join(folder, 'meeting.mp4'))
  const loudness = await decodeSound(tools, { path: source.path, streamIndex: source.media.audio!.streamIndex, signal, onSamples: () => undefined })
  const plan = planOf(source)
  const workFolder = join(folder, 'work')
  const { videoPath } = await render({ sourcePath: source.path, media: source.media, plan, loudness, folder: workFolder, processes: 2 }, { tools, browser, signal, report: () => undefined })
  const captionsPath = join(folder, 'captions.vtt')
  await writeFile(captionsPath, writeVtt(captionsOf(plan).map(({ lines, ...cue }) => ({ ...cue, text: lines.join('\n') }))))
  return { source, plan, loudness, videoPath, captionsPath, workFolder, ...await partsOf(workFolder, plan) }
}

export async function recordMeeting(path: string, seconds = 24): Promise<Recording> {
  await runFfmpeg(tools, {
    inputs: [
      { path: `smptehdbars=s=640x360:r=25:d=${seconds}`, options: lavfi }, { path: `testsrc2=s=160x120:r=25:d=${seconds}`, options: lavfi },
      { path: 'life=s=80x60:r=25:mold=10:seed=4:ratio=0.4:death_color=#403020:life_color=#d0c0a0', options: [...lavfi, '-t', String(seconds)] },
      { path: `anoisesrc=d=${seconds}:c=pink:seed=7:a=0.5:r=48000`, options: lavfi },
    ],
    graph: `[2:v]scale=160:120:flags=neighbor[life];[0:v][1:v]overlay=460:20[a];[a][life]overlay=460:160:shortest=1,format=yuv420p[v];`
      + `[3:a]volume='if(lt(mod(t,0.9),0.7),1,0.03)':eval=frame[s]`,
    outputs: [{ path, options: ['-map', '[v]', '-map', '[s]', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-g', '100', '-c:a', 'aac', '-b:a', '160k', '-t', String(seconds)] }],
  }, { signal, task: 'making a test meeting' })
  return readRecording(path)
}

const face = (y: number): BubbleSegment['show'] => ({ kind: 'face', crop: { x: 480, y, width: 110, height: 110 } })

function planOf(source: Recording): EditPlan {
  return barePlan(source, [{ start: 25, end: 175 }, { start: 225, end: 375 }, { start: 425, end: 575 }], {
    cues: [{ start: 3, end: 5.5, speaker: 'Ann', text: 'The first words that are said here' }, { start: 9.5, end: 13.5, speaker: 'Ben', text: 'And what was answered' }, { start: 17.5, end: 19, speaker: 'Ann', text: 'So be it' }],
    chapters: [{ start: 1, title: 'One; = #\\ two' }, { start: 14, title: 'Second' }],
    bubble: [
      { frames: { start: 0, end: 230 }, speaker: 'Ann', show: face(25) }, { frames: { start: 230, end: 340 }, speaker: 'Ben', show: face(165) },
      { frames: { start: 340, end: 500 }, speaker: 'Cy', show: { kind: 'initials', text: 'CY', colour: '#15803d' } }, { frames: { start: 500, end: 600 }, speaker: 'Ann', show: face(25) },
    ],
    titleCard: { title: 'A small meeting', subtitle: '', people: [], frames: 25 },
    layout: {
      width: 640, height: 360, picture: { x: 40, y: 22, width: 560, height: 314 }, cornerRadius: 9,
      bubble: { box: { x: 14, y: 248, width: 98, height: 98 }, corner: 'bottom-left' }, background: { from: '#eef1f8', to: '#cfd8ea' },
    },
  })
}

/** What the render left: its chunks as its own list names them, and its sound. */
async function partsOf(workFolder: string, plan: EditPlan): Promise<Pick<SmallMeeting, 'chunks' | 'joined'>> {
  const { outputSeconds } = makeTimeMap(plan)
  const rate = plan.frameRate.num / plan.frameRate.den
  const list = await readFile(join(workFolder, 'chunks.ffconcat'), 'utf8')
  const chunks = [...list.matchAll(/^file '(.+)'\nduration (.+)$/gm)].map(line => ({ name: line[1]!, frames: Math.round(Number(line[2]) * rate) }))
  const soundName = (await readdir(workFolder)).find(name => name.endsWith('.m4a'))!
  return { chunks, joined: { soundPath: join(workFolder, soundName), frameRate: plan.frameRate, title: plan.titleCard.title, chapters: chaptersOf(plan), outputSeconds } }
}
