import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from '@f2l/common/contracts/report.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { captionsOf, nameColours, type CaptionCue } from '@f2l/common/captions/caption-lines.ts'
import { lineWidth, widthOf } from '@f2l/common/captions/line-breaks.ts'
import { newTemporaryFolder, removeTemporaryFolder } from '@f2l/common/temporary-folder.ts'
import { assDocument, captionBand } from '../../tools/burned-captions.ts'
import { layCaptionFonts } from '../../tools/caption-fonts.ts'
import { runFfmpeg } from '../../tools/ffmpeg.ts'
import type { VerifyContext, VerifyInput } from './verify-input.ts'

/** The longest ones stand for all. */
const mostDrawn = 6
/** Text stays off the picture's rim by this share of its size. */
const safeRim = 0.01
/** A file's cue is never shorter than it takes to be seen. */
const shortestSeconds = 0.31

/** Burned captions, drawn again, lie inside the picture; a caption file can be read, and its cues lie inside the video, in order and short enough. */
export async function checkCaptions(input: VerifyInput, context: VerifyContext): Promise<Check> {
  const { plan, captionsPath } = input
  const captions = plan.captions === 'none' ? [] : captionsOf(plan)
  if (captions.length === 0) return { name: 'captions-fit', ok: true, detail: 'There are no captions.' }
  const faults = captionsPath === null ? [] : fileFaults(await readFile(captionsPath, 'utf8'), captions.length, makeTimeMap(plan).outputSeconds)
  if (plan.captions === 'burned') faults.push(...await drawnFaults(captions, input, context))
  return { name: 'captions-fit', ok: faults.length === 0, detail: faults[0] ?? `All ${captions.length} captions are readable and lie inside the ${plan.captions === 'burned' ? 'picture' : 'video'}.` }
}

const timing = /^(\d{2,}):([0-5]\d):([0-5]\d\.\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d\.\d{3})$/

function fileFaults(text: string, expected: number, outputSeconds: number): string[] {
  const [head, ...blocks] = text.trimEnd().split(/\n{2,}/)
  if (head !== 'WEBVTT') return ['The caption file does not begin as WebVTT must.']
  if (blocks.length !== expected) return [`The caption file holds ${blocks.length} of ${expected} captions.`]
  let last = 0
  for (const [index, block] of blocks.entries()) {
    const [times, ...lines] = block.split('\n')
    const [, ...parts] = timing.exec(times!) ?? []
    if (parts.length === 0) return [`Caption ${index + 1} has no readable time.`]
    const [startHours, startMinutes, startSeconds, endHours, endMinutes, endSeconds] = parts.map(Number) as [number, number, number, number, number, number]
    const [start, end] = [startHours * 3600 + startMinutes * 60 + startSeconds, endHours * 3600 + endMinutes * 60 + endSeconds]
    if (start < last || end <= start || end > outputSeconds + shortestSeconds) return [`Caption ${index + 1} (${times}) is out of order or outside the video.`]
    last = start
    const widest = Math.max(...lines.map(line => widthOf(plainText(line))))
    if (lines.length === 0 || lines.length > 2 || widest > lineWidth) return [`Caption ${index + 1} has ${lines.length} lines of up to ${widest} letters.`]
  }
  return []
}

function plainText(line: string): string {
  return line.replace(/^<v[^>]*>/, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** Draws the longest captions as the render does, white on black, and measures how far the letters reach: outside of their band they are cut off. */
async function drawnFaults(captions: CaptionCue[], { plan }: VerifyInput, { tools, signal }: VerifyContext): Promise<string[]> {
  const size = ({ lines }: CaptionCue): number => Math.max(...lines.map(widthOf)) + lineWidth * lines.length
  const longest = captions.toSorted((a, b) => size(b) - size(a)).slice(0, mostDrawn)
  const folder = await newTemporaryFolder('captions')
  try {
    await layCaptionFonts(join(folder, 'fonts'), longest.flatMap(({ lines }) => lines).join(''))
    await writeFile(join(folder, 'captions.ass'), assDocument(longest, plan, nameColours(plan)))
    const { width, height } = plan.layout
    const band = captionBand(plan)
    const said = await runFfmpeg(tools, {
      inputs: [{ path: `color=c=black:s=${width}x${height}:r=1:d=${longest.length}`, options: ['-f', 'lavfi'] }],
      graph: '[0:v]format=yuv420p,ass=f=captions.ass:fontsdir=fonts,bbox=min_val=60[v]',
      outputs: [{ path: '-', options: ['-map', '[v]', '-f', 'null'] }], logLevel: 'info',
    }, { signal, task: 'checking the captions', folder })
    const boxes = [...said.matchAll(/\bn:(\d+) .*?x1:(\d+) x2:(\d+) y1:(\d+) y2:(\d+)/g)].map(found => found.slice(1).map(Number) as [number, number, number, number, number])
    return longest.flatMap((caption, index) => {
      const box = boxes.find(([number]) => number === index)
      const text = `“${caption.lines.join(' / ')}”`
      if (!box) return [`The caption ${text} cannot be seen.`]
      const [, left, right, top, bottom] = box
      const isInPicture = left >= safeRim * width && right <= (1 - safeRim) * width && top >= safeRim * height && bottom <= (1 - safeRim) * height
      const isInside = isInPicture && left >= band.x && right < band.x + band.width && top >= band.y && bottom < band.y + band.height
      return isInside ? [] : [`The caption ${text} reaches out of the picture.`]
    })
  } finally {
    await removeTemporaryFolder(folder)
  }
}
