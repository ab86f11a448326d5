import { rename, stat } from 'node:fs/promises'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { cheapSecond, type PacketList } from './packet-list.ts'

/** What mail programs still load without asking. */
export const mostPreviewBytes = 1_500_000
const previewSeconds = 4
const mostExcerpts = 4
const sizes = [
  { width: 480, rate: 10, colours: 128 },
  { width: 400, rate: 8, colours: 96 },
  { width: 320, rate: 7, colours: 64 },
  { width: 240, rate: 5, colours: 32 },
]

/** A few seconds that move, from several places between two seconds of the video, as a GIF small enough for a mail. */
export async function makePreview(videoPath: string, packets: PacketList, from: number, to: number, path: string, tools: FfmpegTools, signal: AbortSignal): Promise<void> {
  const inputs = excerpts(packets, from, to).map(({ start, seconds }) => ({ path: videoPath, options: ['-threads', '1', '-an', '-ss', start.toFixed(3), '-t', seconds.toFixed(3)] }))
  for (const { width, rate, colours } of sizes) {
    const graph = [
      ...inputs.map((_, index) => `[${index}:v]fps=${rate},scale=${width}:-2:flags=bilinear[s${index}]`),
      `${inputs.map((_, index) => `[s${index}]`).join('')}concat=n=${inputs.length}:v=1:a=0,split[a][b]`,
      `[a]scale=iw/2:-2:flags=neighbor,palettegen=max_colors=${colours}:stats_mode=diff[p]`, '[b][p]paletteuse=dither=none:diff_mode=rectangle[g]',
    ].join(';')
    await runFfmpeg(tools, { inputs, graph, outputs: [{ path: `${path}.part`, options: ['-map', '[g]', '-loop', '0', '-f', 'gif'] }] }, { signal, task: 'making the preview' })
    if ((await stat(`${path}.part`)).size <= mostPreviewBytes) break
  }
  await rename(`${path}.part`, path)
}

function excerpts(packets: PacketList, from: number, to: number): { start: number; seconds: number }[] {
  const length = Math.max(0.2, to - from)
  if (length <= previewSeconds * 2) return [{ start: from, seconds: Math.min(length, previewSeconds) }]
  const seconds = previewSeconds / mostExcerpts
  return Array.from({ length: mostExcerpts }, (_, index) => ({ start: cheapSecond(packets, from + (length - seconds) * (index + 0.5) / mostExcerpts, length / (4 * mostExcerpts)), seconds }))
}
