import type { StageName } from './contracts/job.ts'

export interface ProgressBar {
  show(percent: number, words: string): void
  /** Takes the bar off the screen. */
  clear(): void
  /** Leaves the bar as it stands and goes to the next line. */
  end(): void
}

/** What a stage does, for a person at a terminal. */
export const stageWords: Readonly<Record<StageName, string>> = {
  ingest: 'fetching the recording', probe: 'reading the file', transcript: 'reading or writing the transcript', analyse: 'listening for speech, looking for faces',
  plan: 'planning the cuts', render: 'drawing the video', package: 'poster, captions, preview', verify: 'checking the result',
}

const width = 32

/**
 * A bar that redraws its line in a terminal. Where nobody watches it says a line per ten percent, or nothing.
 */
export function makeProgressBar(stream: NodeJS.WriteStream, elsewhere: 'tenths' | 'nothing'): ProgressBar {
  let shown = ''
  let lastTenth = -1
  function show(percent: number, words: string): void {
    const tenth = Math.floor(percent / 10)
    const line = lineOf(percent, words)
    if (stream.isTTY && line !== shown) stream.write(`\r\u001b[K${line}`)
    if (!stream.isTTY && elsewhere === 'tenths' && tenth > lastTenth) stream.write(`${line}\n`)
    shown = line
    lastTenth = Math.max(lastTenth, tenth)
  }
  return {
    show,
    clear: () => void (stream.isTTY && stream.write('\r\u001b[K')),
    end: () => void (stream.isTTY && stream.write('\n')),
  }
}

function lineOf(percent: number, words: string): string {
  const full = Math.round((width * percent) / 100)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor(percent)).padStart(3)} %  ${words}`
}
