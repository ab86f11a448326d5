import { dirname, join } from 'node:path'
import type { ConvertReport } from '@f2l/common/contracts/report.ts'
import { stageWords, type ProgressBar } from '@f2l/common/progress-bar.ts'
import { convert, type PipelineTools } from '../pipeline.ts'
import { makeStageRunner, type StageMemory } from '../stage-runner.ts'
import { intoFolder } from './into-folder.ts'
import type { ConvertCommand } from './parse-arguments.ts'

/** A command's work is thrown away with its scratch folder, so there is nothing to remember. */
const noMemory: StageMemory = { recall: async () => undefined, remember: async () => undefined }

/** Converts one recording into a folder and gives its report. @throws AppError */
export function runConvert({ input, outFolder }: ConvertCommand, tools: PipelineTools, bar: ProgressBar, signal: AbortSignal): Promise<ConvertReport> {
  return intoFolder(outFolder, async scratch => {
    const stages = makeStageRunner({ memory: noMemory, signal, onProgress: (stage, percent) => bar.show(percent, stageWords[stage]) })
    const { report, files } = await convert(input, { stages, folder: join(scratch, 'work'), tools, signal })
    return { folder: dirname(files.video), result: report }
  })
}

/** The report for a person's eyes. */
export function describe(report: ConvertReport, outFolder: string): string {
  const { source, video, cuts, checks, notes } = report
  const cutSeconds = cuts.reduce((sum, cut) => sum + cut.end - cut.start, 0)
  return [
    `${clock(source.durationSeconds)} became ${clock(video.durationSeconds)}: ${cuts.length} ${cuts.length === 1 ? 'cut' : 'cuts'}, ${cutSeconds.toFixed(1)} s taken out.`,
    `${checks.filter(check => check.ok).length} of ${checks.length} checks passed: ${checks.map(check => check.name).join(', ')}.`,
    ...notes,
    join(outFolder, 'video.mp4'), '',
  ].join('\n')
}

function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
