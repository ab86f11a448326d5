import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { benchDatabases } from './databases.ts'
import { benchQuality } from './quality.ts'
import { benchQueue } from './queue.ts'
import { benchRender } from './render.ts'
import { tableOf, type Row } from './row.ts'

const usage = `Usage: npm run bench -- [render] [quality] [queue] [databases] [--runs N] [--long] [--scale N] [--json]

render   speed and cost as ratios to a bare transcode, to auto-editor and to Remotion where they are installed, medians of N interleaved runs (5)
         --long: also an hour with 800 cuts, four hours of small pictures, and picture and sound at 1000 cuts, which takes half an hour;
         --scale: its lengths and cuts multiplied by this (0.05: to see that it works)
quality  words, time codes and faces, on the recordings in ../shared/media where they are
queue    claims, dispatch, fairness and kill -9, beside liteque and BullMQ where they are installed:
         npm install --prefix bench/queue-peers; apt-get install redis-server
databases  first logins, ten thousand databases opened with 256 file handles, migrations; --scale 0.05: five hundred
--json   the figures as JSON on stdout, the table on stderr
`

/** `npm run bench -- NAME…`: figures beside their goals, as ratios against peers measured in the same run. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, runs: { type: 'string' }, long: { type: 'boolean' }, scale: { type: 'string' }, help: { type: 'boolean' } } })
const say = (line: string): void => { process.stderr.write(`• ${line}\n`) }
const tools = { ffmpeg: process.env['FFMPEG_PATH'] || 'ffmpeg', ffprobe: process.env['FFPROBE_PATH'] || 'ffprobe' }
const runs = Number(values.runs ?? 5)
const scale = Number(values.scale ?? 1)
const benchmarks: Record<string, () => Promise<Row[]>> = {
  render: () => benchRender({ ...tools, runs, longScale: values.long ? scale : null, processes: availableParallelism(), say }),
  quality: () => benchQuality({ ...tools, say }),
  queue: () => benchQueue({ runs, say }),
  databases: () => benchDatabases({ scale, say }),
}

async function main(): Promise<number> {
  const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
  if (values.help || names.some(name => !(name in benchmarks)) || !(runs >= 1) || !(scale > 0)) {
    process.stderr.write(usage)
    return values.help ? 0 : 2
  }
  const figures: Record<string, Row[]> = {}
  const shown = values.json ? process.stderr : process.stdout
  for (const name of names) {
    figures[name] = await benchmarks[name]!()
    shown.write(`\n${name}\n${tableOf(figures[name])}`)
  }
  if (values.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  return 0
}

process.exit(await main())
