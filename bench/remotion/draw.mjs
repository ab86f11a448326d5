import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { bundle } from '@remotion/bundler'
import { openBrowser, renderMedia, selectComposition } from '@remotion/renderer'

/**
 * `draw.mjs SCENE.json SOURCE.mp4 BROWSER FOLDER`: draws the scene to FOLDER/remotion.mp4 with that browser and prints as JSON how
 * many seconds that took, and how many more the start of the browser. The bundle is made before, once a folder.
 */
const [scenePath, sourcePath, browserExecutable, folder] = process.argv.slice(2)
const serveUrl = await bundled()
const inputProps = { scene: JSON.parse(await readFile(scenePath, 'utf8')) }

const askedAt = performance.now()
// A browser that is named keeps it from downloading one.
const options = { browserExecutable, chromeMode: 'headless-shell', logLevel: 'error' }
const puppeteerInstance = await openBrowser('chrome', options)
const common = { ...options, serveUrl, inputProps, puppeteerInstance }
const composition = await selectComposition({ ...common, id: 'meeting' })
const startedAt = performance.now()
await renderMedia({
  ...common, composition, outputLocation: join(folder, 'remotion.mp4'), codec: 'h264', x264Preset: 'veryfast', crf: 23,
  // Its default is half of the cores.
  concurrency: availableParallelism(),
})
const drawSeconds = (performance.now() - startedAt) / 1000
await puppeteerInstance.close({ silent: true })
process.stdout.write(`${JSON.stringify({ startSeconds: (startedAt - askedAt) / 1000, drawSeconds })}\n`)
process.exit(0)

async function bundled() {
  const outDir = join(folder, 'bundle')
  if (existsSync(outDir)) return outDir
  const publicDir = join(folder, 'public')
  await mkdir(publicDir, { recursive: true })
  await copyFile(sourcePath, join(publicDir, 'source.mp4'))
  return bundle({ entryPoint: fileURLToPath(new URL('meeting-video.jsx', import.meta.url)), outDir, publicDir, enableCaching: false })
}
