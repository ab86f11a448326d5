import { parseArgs } from 'node:util'
import { benchQuality } from './quality.ts'
import { benchRender } from './render.ts'
import { tableOf, type Row } from './row.ts'

const usage = `Usage: npm run bench -- [render] [quality] [--runs N] [--long] [--json]

render   speed and cost as ratios to a bare transcode and to auto-editor, medians of N interleaved runs (5);
         --long: also an hour with 800 cuts, which takes most of an hour
quality  words, time codes and faces, on the recordings in ../shared/media where they are
`

/** `npm run bench -- NAME…`: figures beside their goals, as ratios against peers measured in the same run. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, runs: { type: 'string' }, long: { type: 'boolean' }, help: { type: 'boolean' } } })
const say = (line: string): void => { process.stderr.write(`• ${line}\n`) }
const ffmpeg = process.env['FFMPEG_PATH'] || 'ffmpeg'
const benchmarks: Record<string, () => Promise<Row[]>> = {
  render: () => benchRender({ ffmpeg, runs: Number(values.runs ?? 5), isLong: values.long ?? false, say }),
  quality: () => benchQuality({ ffmpeg, ffprobe: process.env['FFPROBE_PATH'] || 'ffprobe', say }),
}

async function main(): Promise<number> {
  const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
  if (values.help || names.some(name => !(name in benchmarks)) || !(Number(values.runs ?? 5) >= 1)) {
    process.stderr.write(usage)
    return values.help ? 0 : 2
  }
  const figures: Record<string, Row[]> = {}
  for (const name of names) {
    figures[name] = await benchmarks[name]!()
    if (!values.json) process.stdout.write(`\n${name}\n${tableOf(figures[name])}`)
  }
  if (values.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  return 0
}

process.exit(await main())
