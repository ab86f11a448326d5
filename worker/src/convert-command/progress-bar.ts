import type { StageName } from '@f2l/common/contracts/job.ts'

export interface ProgressBar {
  show(stage: StageName, percent: number): void
  /** Takes the bar off the screen. */
  clear(): void
}

const words: Record<StageName, string> = {
  ingest: 'fetching the recording', probe: 'looking at the file', transcript: 'reading the transcript', analyse: 'listening for speech and faces',
  plan: 'planning the cuts', render: 'rendering', package: 'writing captions and previews', verify: 'checking the result',
}
const width = 28

/** A bar on a terminal; says nothing where nobody watches. */
export function makeProgressBar(stream: NodeJS.WriteStream): ProgressBar {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined }
  let shown = ''
  return {
    show: (stage, percent) => {
      const full = Math.round(width * percent / 100)
      const line = `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor(percent)).padStart(3)} %  ${words[stage]}`
      if (line === shown) return
      shown = line
      stream.write(`\r\x1b[K${line}`)
    },
    clear: () => { stream.write('\r\x1b[K') },
  }
}
