import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, MediaInfo } from '../worker/src/plan/facts.ts'
import { planEdit } from '../worker/src/plan/plan-edit.ts'
import { analyse } from '../worker/src/stages/analyse.ts'
import { probe } from '../worker/src/stages/probe.ts'
import { render } from '../worker/src/stages/render.ts'
import { childEnvironment } from '../worker/src/tools/child-environment.ts'
import { makeFfmpegTools, runFfmpeg } from '../worker/src/tools/ffmpeg.ts'
import { cuesOf, galleryKinds, samplePath, withWords, type GalleryKind } from './gallery-kinds.ts'

/** `npm run gallery [NAME…]`: converts a short clip of each kind of recording and keeps a frame of each result in docs/gallery. */
const folder = fileURLToPath(new URL('../docs/gallery/', import.meta.url))
const tools = makeFfmpegTools({ FFMPEG_PATH: process.env['FFMPEG_PATH'] ?? 'ffmpeg', FFPROBE_PATH: process.env['FFPROBE_PATH'] ?? 'ffprobe' }, process.env)
const browser = { executablePath: process.env['PUPPETEER_EXECUTABLE_PATH'] ?? '', environment: childEnvironment(process.env), isRoot: process.getuid?.() === 0 }
const signal = AbortSignal.timeout(1_800_000)
const { turns } = JSON.parse(await readFile(samplePath('transcript.json'), 'utf8')) as { turns: Cue[] }
const notes = { title: 'Remote control: concept review', recordedAt: '2026-03-12T10:00:00Z', participants: ['Adam Reid', 'Beth Moore', 'Callum Hart', 'Diana Lowe'], summaryMarkdown: null, actionItems: [], highlights: [] }
const wanted = process.argv.slice(2)

const scratch = await mkdtemp(join(tmpdir(), 'f2l-gallery-'))
const context = { tools, browser, signal, report: () => undefined }
let meeting: Facts | null = null
try {
  await mkdir(folder, { recursive: true })
  for (const kind of galleryKinds.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    await still(await convertKind(kind, join(scratch, kind.name)), kind.showAt, join(folder, `${kind.name}.jpg`))
    process.stdout.write(`${kind.name}\n`)
  }
  await contactSheet()
  await writeFile(join(folder, 'README.md'), listOfAll())
} finally {
  await rm(scratch, { recursive: true, force: true })
}

interface Facts { path: string; media: MediaInfo; analysis: Analysis; cues: Cue[] }

async function convertKind(kind: GalleryKind, own: string): Promise<string> {
  await mkdir(own, { recursive: true })
  const { path, media, analysis, cues } = kind.source === 'meeting' ? await wholeMeeting(own) : await clipOf(kind, own)
  const transcript: Transcript = { origin: 'file', language: 'en', hasMeasuredEnds: true, cues: withWords(kind, cues) }
  const plan = planEdit({ media, analysis, transcript, notes, options: convertOptions.parse(kind.options), title: null, fileName: 'clip.mp4' })
  const rate = plan.frameRate.num / plan.frameRate.den
  // Of the whole meeting only the seconds in question are rendered.
  const keep = kind.source === 'meeting' ? [{ start: Math.round(kind.from * rate), end: Math.round((kind.from + kind.seconds) * rate) }] : plan.keep
  const { videoPath } = await render({ sourcePath: path, media, plan: { ...plan, keep }, loudness: analysis.loudness, folder: join(own, 'render'), processes: availableParallelism() }, context)
  return videoPath
}

async function wholeMeeting(own: string): Promise<Facts> {
  meeting ??= await factsOf(samplePath('mp4'), turns, own)
  return meeting
}

async function clipOf(kind: GalleryKind, own: string): Promise<Facts> {
  const path = join(own, kind.source === 'sound' ? 'clip.m4a' : 'clip.mp4')
  await makeClip(kind, path)
  return factsOf(path, cuesOf(kind, turns), own)
}

async function factsOf(path: string, cues: Cue[], own: string): Promise<Facts> {
  const media = await probe(path, { sha256: path, maxSeconds: 3600 }, context)
  const transcript: Transcript = { origin: 'file', language: 'en', hasMeasuredEnds: true, cues }
  return { path, media, cues, analysis: await analyse({ sourcePath: path, media, transcript, folder: own }, context) }
}

async function makeClip({ from, seconds, source }: GalleryKind, path: string): Promise<void> {
  const picture = source === 'sound' ? ['-vn'] : ['-map', '[v]', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '14', '-pix_fmt', 'yuv420p']
  await runFfmpeg(tools, {
    inputs: [{ path: samplePath('mp4'), options: ['-ss', String(from), '-t', String(seconds)] }],
    ...(source === 'sound' ? {} : { graph: source }),
    outputs: [{ path, options: [...picture, '-map', '0:a', '-c:a', 'aac'] }],
  }, { signal, task: 'making a clip' })
}

async function still(video: string, seconds: number, target: string): Promise<void> {
  const part = join(scratch, 'still.jpg')
  await runFfmpeg(tools, {
    inputs: [{ path: video, options: ['-ss', String(seconds)] }],
    outputs: [{ path: part, options: ['-an', '-frames:v', '1', '-vf', 'scale=1280:-2:out_color_matrix=bt601:out_range=pc,format=yuvj420p', '-q:v', '4', '-c:v', 'mjpeg', '-f', 'image2pipe'] }],
  }, { signal, task: 'taking a frame' })
  await copyFile(part, target)
}

/** All of them small on one sheet, three in a row. */
async function contactSheet(): Promise<void> {
  const part = join(scratch, 'sheet.jpg')
  const count = galleryKinds.length
  const cell = { width: 420, height: 236, gap: 12 }
  const small = galleryKinds.map((_, index) => `[${index}:v]scale=${cell.width}:${cell.height}:flags=area,setsar=1[s${index}]`)
  const places = galleryKinds.map((_, index) => `${(index % 3) * (cell.width + cell.gap)}_${Math.floor(index / 3) * (cell.height + cell.gap)}`)
  await runFfmpeg(tools, {
    inputs: galleryKinds.map(({ name }) => ({ path: join(folder, `${name}.jpg`), options: ['-f', 'jpeg_pipe'] })),
    graph: `${small.join(';')};${galleryKinds.map((_, index) => `[s${index}]`).join('')}xstack=inputs=${count}:layout=${places.join('|')}:fill=white[v]`,
    outputs: [{ path: part, options: ['-map', '[v]', '-frames:v', '1', '-q:v', '4', '-c:v', 'mjpeg', '-f', 'image2pipe'] }],
  }, { signal, task: 'making the contact sheet' })
  await copyFile(part, join(folder, 'contact-sheet.jpg'))
}

function listOfAll(): string {
  const lines = galleryKinds.map(({ name, says }) => `- [${name}](${name}.jpg): ${says}`)
  return `# Gallery\n\nFrames of results, made by \`npm run gallery\` from the sample meeting ([credits](../../demo/media/CREDITS.md)).\n\n![All of them](contact-sheet.jpg)\n\n${lines.join('\n')}\n`
}
