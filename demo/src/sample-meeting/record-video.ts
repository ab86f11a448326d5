import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import puppeteer, { type Page } from 'puppeteer'
import { drawnFramesPerSecond, type FrameState } from './frame-states.ts'
import { people } from './people.ts'
import { drawPortrait } from './portrait.ts'
import { drawSlides } from './slides.ts'
import { sampleRate } from './sound.ts'

export interface Recording {
  browser: string
  states: readonly FrameState[]
  /** Mono 16-bit samples. */
  soundFile: string
  outFile: string
  onFrame(done: number, all: number): void
}

/** Draws every frame in the browser and pipes it into ffmpeg: 1280 × 720, 25 fps, H.264 and AAC. */
export async function recordVideo({ browser: executablePath, states, soundFile, outFile, onFrame }: Recording): Promise<void> {
  const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--force-color-profile=srgb'] })
  try {
    const page = await openStage(() => browser.newPage())
    const encoder = spawn('ffmpeg', encoderArguments(soundFile, outFile), { stdio: ['pipe', 'inherit', 'inherit'] })
    const ended = once(encoder, 'close')
    for (const [index, state] of states.entries()) {
      if (!encoder.stdin.write(await drawFrame(page, state))) await once(encoder.stdin, 'drain')
      onFrame(index + 1, states.length)
    }
    encoder.stdin.end()
    const [code] = await ended
    if (code !== 0) throw new Error(`ffmpeg ended with ${String(code)}`)
  } finally {
    await browser.close()
  }
}

/** A page with the compositor and all sprites loaded. */
export async function openStage(newPage: () => Promise<Page>): Promise<Page> {
  const page = await newPage()
  await page.addScriptTag({ content: await readFile(join(dirname(fileURLToPath(import.meta.url)), 'compositor.js'), 'utf8') })
  const sprites = { people: people.map(look => ({ id: look.id, name: look.name, layers: drawPortrait(look) })), slides: drawSlides() }
  await page.evaluate(`prepare(${JSON.stringify(sprites)})`)
  return page
}

/** One frame as JPEG. */
export async function drawFrame(page: Page, state: FrameState): Promise<Buffer> {
  const url = String(await page.evaluate(`drawFrame(${JSON.stringify(state)})`))
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

function encoderArguments(soundFile: string, outFile: string): string[] {
  return ['-v', 'error', '-y',
    '-f', 'image2pipe', '-c:v', 'mjpeg', '-framerate', String(drawnFramesPerSecond), '-i', '-',
    '-f', 's16le', '-ar', String(sampleRate), '-ac', '1', '-i', soundFile,
    '-vf', 'fps=25,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p', '-c:v', 'libx264', '-preset', 'slow', '-crf', '24', '-g', '125', '-threads', '1',
    '-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709',
    '-c:a', 'aac', '-b:a', '80k', '-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact', '-movflags', '+faststart', outFile]
}
