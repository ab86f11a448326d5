import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ConvertReport } from '@f2l/common/contracts/report.ts'
import { measure, measureOurs, type Cost } from './measure.ts'

const convertProgram = fileURLToPath(new URL('../worker/src/convert.main.ts', import.meta.url))

/** What everything is compared with: ffmpeg decodes the recording and encodes it again, nothing else. */
export function bareTranscode(ffmpeg: string, input: string, output: string): Promise<Cost> {
  return measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-i', input, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-c:a', 'aac', output])
}

/** The whole command, from the start of its program to its end. */
export function convert({ path, transcriptPath }: { path: string; transcriptPath: string | null }, out: string, options: string[], withMemory = false): Promise<Cost> {
  const transcript = transcriptPath === null ? [] : ['--transcript', transcriptPath]
  return measureOurs(convertProgram, [path, ...transcript, '--out', out, ...options], { withMemory })
}

/** What a conversion into this folder said about itself. */
export async function reportIn(folder: string): Promise<Pick<ConvertReport, 'timings' | 'cuts' | 'video'>> {
  return JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as ConvertReport
}
