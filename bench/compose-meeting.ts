import { copyFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { runFfmpeg, type FfmpegTools } from '../worker/src/tools/ffmpeg.ts'
import { feedRate } from './camera-feeds.ts'
import { sharedScreens, type LabelStyle, type Meeting, type Placed, type View } from './gallery-meetings.ts'

export interface Composition {
  meeting: Meeting
  placed: Placed[]
  active: Span[][]
  names: string[]
  cameras: string[]
  soundPath: string
  seconds: number
  folder: string
}

const here = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
/** Its slides are the shared screen. */
const sample = here('../demo/media/sample-meeting.mp4')

/** From here on its shared screen is to be seen, but for one stretch (seconds after that). */
const sampleFrom = 7
const galleryInSample = { start: 51, end: 60 }

/** Draws a meeting as its tool would have recorded it. */
export async function composeMeeting(composition: Composition, target: string, tools: FfmpegTools, signal: AbortSignal): Promise<void> {
  const { meeting, placed, cameras, soundPath, seconds, folder } = composition
  const font = join(folder, 'font.woff')
  await copyFile(join(dirname(createRequire(here('../worker/package.json')).resolve('@fontsource/inter/package.json')), 'files/inter-latin-500-normal.woff'), font)
  const lines = [`color=c=0x1b1d22:s=${meeting.width}x${meeting.height}:r=${feedRate}:d=${seconds},format=yuv420p[c0]`]
  let out = 'c0'
  const lay = (over: string, box: Box, spans: Span[]): void => {
    const next = `c${lines.length}`
    lines.push(`[${out}][${over}]overlay=${box.x}:${box.y}:format=yuv420:eof_action=repeat:enable='${whileIn(spans)}'[${next}]`)
    out = next
  }
  for (const [index, { box, spans }] of screensOf(meeting, seconds).entries()) {
    lines.push(`[${cameras.length}:v]select='not(between(t,${galleryInSample.start},${galleryInSample.end}))',setpts=N/${feedRate}/TB,crop=960:540:14:82,scale=${box.width}:${box.height},setsar=1[screen${index}]`)
    lay(`screen${index}`, box, spans)
  }
  const used = cameras.map((_, person) => placed.filter(tile => tile.person === person && tile.hasCamera))
  for (const [person, tiles] of used.entries()) {
    if (tiles.length > 0) lines.push(`[${person}:v]split=${tiles.length}${tiles.map((_, index) => `[p${person}x${index}]`).join('')}`)
    for (const [index, { box, spans }] of tiles.entries()) {
      lines.push(`[p${person}x${index}]scale=${box.width}:${box.height},setsar=1[t${person}x${index}]`)
      lay(`t${person}x${index}`, box, spans)
    }
  }
  const drawings = placed.flatMap(tile => drawnOver(tile, composition, font))
  await runFfmpeg(tools, {
    inputs: [...cameras.map(path => ({ path, options: ['-threads', '1'] })), { path: sample, options: ['-threads', '1', '-ss', String(sampleFrom)] }, { path: soundPath, options: [] }],
    graph: [...lines, `[${out}]${[...drawings, 'format=yuv420p'].join(',')}[v]`].join(';\n'),
    outputs: [{ path: target, options: ['-map', '[v]', '-map', `${cameras.length + 1}:a`, '-t', String(seconds), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '24', '-g', '150', '-c:a', 'aac', '-b:a', '96k'] }],
  }, { signal, task: 'composing a meeting' })
}

function screensOf({ views, width }: Meeting, seconds: number): { box: Box; spans: Span[] }[] {
  const scale = width / 1280
  const shown = (kinds: View[]): Span[] => views.map(({ view, start }, index) => ({ view, start, end: views[index + 1]?.start ?? seconds })).filter(({ view }) => kinds.includes(view))
  return sharedScreens.map(screen => ({ box: screen.box, spans: shown(screen.views) }))
    .filter(({ spans }) => spans.length > 0).slice(0, 1)
    .map(({ box, spans }) => ({ spans, box: { x: even(box.x * scale), y: even(box.y * scale), width: even(box.width * scale), height: even(box.height * scale) } }))
}

/** Initials where the camera is off, the speaker's frame, the name. */
function drawnOver({ person, box, spans, hasCamera, isBig }: Placed, { meeting, active, names }: Composition, font: string): string[] {
  const text = (words: string, size: number, x: string, y: string, more = ''): string => `drawtext=fontfile=${font}:text='${words}':fontsize=${size}:fontcolor=white:x=${x}:y=${y}${more}:enable='${whileIn(spans)}'`
  const name = names[person]!
  const size = Math.max(9, Math.round(Math.min(box.height * 0.085, meeting.height / 36)))
  const lines: string[] = []
  if (!hasCamera) {
    lines.push(`drawbox=x=${box.x}:y=${box.y}:w=${box.width}:h=${box.height}:c=0x33363d:t=fill:enable='${whileIn(spans)}'`)
    lines.push(text(name.split(' ').map(word => word[0]).join(''), Math.round(box.height * 0.3), `${box.x}+(${box.width}-tw)/2`, `${box.y}+(${box.height}-th)/2`))
  }
  if (meeting.hasFrames && !isBig) {
    const lit = spans.flatMap(span => active[person]!.map(({ start, end }) => ({ start: Math.max(start, span.start), end: Math.min(end, span.end) })).filter(({ start, end }) => end > start))
    lines.push(`drawbox=x=${box.x}:y=${box.y}:w=${box.width}:h=${box.height}:c=0x3fd07f:t=${Math.max(2, Math.round(meeting.height / 240))}:enable='${whileIn(lit)}'`)
  }
  if (meeting.hasLabels) {
    const { x, y, behind } = labelPlace(meeting.labelStyle ?? 'lower-left', box, size)
    lines.push(text(meeting.labelTexts?.[person] ?? name, size, x, y, behind))
  }
  return lines
}

function labelPlace(style: LabelStyle, { x, y, width, height }: Box, size: number): { x: string; y: string; behind: string } {
  const inset = { x: Math.round(size * 0.9), y: Math.round(size * 0.8) }
  const behind = style === 'lower-left-bare' ? ':shadowcolor=black@0.7:shadowx=1:shadowy=1' : `:box=1:boxcolor=0x101216@0.75:boxborderw=${Math.round(size * 0.4)}`
  return { behind, x: style === 'lower-middle' ? `${x}+(${width}-tw)/2` : String(x + inset.x), y: style === 'upper-left' ? String(y + inset.y) : `${y + height}-th-${inset.y}` }
}

/** Half a frame early, so that rounding moves no border. */
function whileIn(spans: Span[]): string {
  return spans.map(({ start, end }) => `gte(t,${(start - 0.02).toFixed(3)})*lt(t,${(end - 0.02).toFixed(3)})`).join('+') || '0'
}

function even(value: number): number {
  return 2 * Math.round(value / 2)
}
