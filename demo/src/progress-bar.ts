import type { WriteStream } from 'node:tty'

export interface ProgressBar {
  show(percent: number, words: string): void
  end(): void
}

const width = 32

/** A bar that redraws its line in a terminal, and one line per ten percent where there is none. */
export function makeProgressBar(out: WriteStream): ProgressBar {
  let lastTenth = -1
  return {
    show(percent, words) {
      const filled = Math.round((percent / 100) * width)
      const line = `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${percent.toFixed(0).padStart(3)} %  ${words}`
      if (out.isTTY) out.write(`\r\u001b[2K${line}`)
      else if (Math.floor(percent / 10) > lastTenth) out.write(`${line}\n`)
      lastTenth = Math.max(lastTenth, Math.floor(percent / 10))
    },
    end() {
      if (out.isTTY) out.write('\n')
    },
  }
}
