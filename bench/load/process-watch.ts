import { readdir } from 'node:fs/promises'
import { cpuSecondsOf, memoryOf, median } from '../measure.ts'

export interface Watched { name: string; pid(): number | undefined }
interface Sample { megabytes: number; handles: number; pid: number; cpuSeconds: number; at: number }

/** A part of the product over the run: medians of its memory (MB) and open files in three windows of it. */
export interface Course { name: string; start: Sample; middle: Sample; end: Sample; /** Of one core, over the whole run. */ cpuPercent: number; isFlat: boolean; wasStartedAgain: boolean }

/** 10–30 %, 40–60 % and 80–100 % of the run: before that everything warms up. */
const windows = [[0.1, 0.3], [0.4, 0.6], [0.8, 1]] as const
const most = { growthShare: 0.1, growthMegabytes: 20, growthHandles: 40 }

/** Looks at processes until it is told to stop (Linux). */
export class ProcessWatch {
  readonly #samples = new Map<string, Sample[]>()
  readonly #watched: Watched[]

  constructor(watched: Watched[]) {
    this.#watched = watched
  }

  async look(): Promise<void> {
    for (const { name, pid } of this.#watched) {
      const id = pid()
      // Between its end and the new start there is none.
      const handles = id === undefined ? null : await readdir(`/proc/${id}/fd`).then(names => names.length, () => null)
      if (id === undefined || handles === null) continue
      this.#samples.set(name, [...this.#samples.get(name) ?? [], { megabytes: await memoryOf([id]) / 1e6, handles, pid: id, cpuSeconds: await cpuSecondsOf([id]), at: performance.now() }])
    }
  }

  courses(): Course[] {
    return [...this.#samples].map(([name, samples]) => courseOf(name, samples))
  }
}

function courseOf(name: string, samples: Sample[]): Course {
  const [start, middle, end] = windows.map(([from, to]) => middleOf(samples.slice(Math.floor(from * samples.length), Math.max(1, Math.ceil(to * samples.length))))) as [Sample, Sample, Sample]
  return {
    name, start, middle, end, cpuPercent: cpuPercentOf(samples), isFlat: isFlat(start, middle, end), wasStartedAgain: new Set(samples.map(({ pid }) => pid)).size > 1,
  }
}

function middleOf(samples: Sample[]): Sample {
  return { ...samples[0]!, megabytes: median(samples.map(({ megabytes }) => megabytes)), handles: median(samples.map(({ handles }) => handles)) }
}

function cpuPercentOf(samples: Sample[]): number {
  const [first, last] = [samples[0]!, samples.at(-1)!]
  return 100_000 * (last.cpuSeconds - first.cpuSeconds) / Math.max(1, last.at - first.at)
}

/** What was there before is no growth: at the end a tenth more than at the start or in the middle, or 20 MB and 40 open files, whichever is more. */
function isFlat(start: Sample, middle: Sample, end: Sample): boolean {
  const holds = (of: 'megabytes' | 'handles', least: number): boolean => {
    const before = Math.max(start[of], middle[of])
    return end[of] - before <= Math.max(most.growthShare * before, least)
  }
  return holds('megabytes', most.growthMegabytes) && holds('handles', most.growthHandles)
}
