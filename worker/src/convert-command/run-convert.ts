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
    const stages = makeStageRunner({ memory: noMemory, signal, onProgress: (stage, percent, secondsLeft) => bar.show(percent, withTime(stageWords[stage], secondsLeft)) })
    const { report, files } = await convert(input, { stages, folder: join(scratch, 'work'), tools, signal })
    return { folder: dirname(files.video), result: report }
  })
}

/** What is said once the recording has been looked at. */
export function expectation(seconds: number): string {
  return `This will take about ${roughly(seconds)}.`
}

function withTime(words: string, secondsLeft: number | null): string {
  return secondsLeft === null ? words : `${words}, about ${roughly(secondsLeft)} left`
}

/** "20 s", "1 min 20 s", "12 min", "1 h 5 min": as exact as an estimate is. */
function roughly(seconds: number): string {
  const tens = Math.max(10, 10 * Math.ceil(seconds / 10))
  if (tens < 60) return `${tens} s`
  const minutes = Math.round(seconds / 60)
  if (tens < 300) return `${Math.floor(tens / 60)} min${tens % 60 === 0 ? '' : ` ${tens % 60} s`}`
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`
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
