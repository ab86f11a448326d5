import { parseArgs } from 'node:util'
import { benchRender } from './render.ts'

const benchmarks = {
  render: (input: string | undefined) => benchRender(input, process.env['FFMPEG_PATH'] || 'ffmpeg'),
}

/** `npm run bench -- NAME… [--input FILE] [--json]`: figures as ratios against peers measured in the same run. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, input: { type: 'string' } } })
const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
const unknown = names.filter(name => !(name in benchmarks))
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark called ${unknown.join(', ')}; there are: ${Object.keys(benchmarks).join(', ')}.\n`)
  process.exitCode = 2
} else {
  const figures: Record<string, object> = {}
  for (const name of names) {
    figures[name] = await benchmarks[name as keyof typeof benchmarks](values.input)
    if (!values.json) process.stdout.write(`${name}: ${JSON.stringify(figures[name])}\n`)
  }
  if (values.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
}
