import type { Meter } from './meter.ts'
import type { Course } from './process-watch.ts'

export interface Conversions { done: number; failed: number; begun: number; waiting: number }
export interface Found { meter: Meter; courses: Course[]; conversions: Conversions }
export interface Load { viewers: number; uploads: number; minutes: number; machine: string }

/** What must not be, each in a sentence; none: it held. */
export function faultsOf({ meter, courses, conversions }: Found): string[] {
  return [
    ...meter.faults().map(({ sentence, times }) => `${times} × ${sentence}`),
    ...courses.filter(({ isFlat }) => !isFlat).map(({ name }) => `${name} grew from the middle to the end`),
    ...courses.filter(({ wasStartedAgain }) => wasStartedAgain).map(({ name }) => `${name} died and was started again`),
    ...conversions.failed > 0 ? [`${conversions.failed} conversions failed`] : [],
    ...conversions.done + conversions.begun === 0 ? ['nothing was converted beside'] : [],
  ]
}

/** The run as Markdown, so that it can be put into a document. */
export function loadTable(found: Found, { viewers, uploads, minutes, machine }: Load): string {
  const { meter, courses, conversions } = found
  const kinds = meter.kinds().toSorted((a, b) => b.count - a.count)
  const asked = kinds.reduce((sum, { count }) => sum + count, 0)
  const faults = faultsOf(found)
  return `
${viewers} viewers, ${uploads} uploads at a time, ${minutes} minutes, on ${machine}

| asked | times | p50 ms | p95 ms | p99 ms |
| --- | --- | --- | --- | --- |
${kinds.map(({ kind, count, p50, p95, p99 }) => `| ${kind} | ${count} | ${[p50, p95, p99].map(ms => ms.toFixed(0)).join(' | ')} |`).join('\n')}

| process | MB at start, middle, end | open files | % of a core | |
| --- | --- | --- | --- | --- |
${courses.map(({ name, start, middle, end, cpuPercent, isFlat }) => `| ${name} | ${[start, middle, end].map(({ megabytes }) => megabytes.toFixed(0)).join(', ')} | ${[start, middle, end].map(({ handles }) => handles).join(', ')} | ${cpuPercent.toFixed(0)} | ${isFlat ? 'flat' : 'grew'} |`).join('\n')}

${asked} requests, ${meter.faults().reduce((sum, { times }) => sum + times, 0)} errors; ${meter.news} live events arrived. Conversions beside: ${conversions.done} done, ${conversions.begun} under way, ${conversions.waiting} waiting, ${conversions.failed} failed.
${faults.length === 0 ? 'All held.' : faults.map(fault => `✗ ${fault}`).join('\n')}
`
}
