import { awaySeconds, type Away } from './away.ts'
import { boundaries, parts } from './boundaries.ts'
import type { MatrixReport } from './run-matrix.ts'

/** Kills by place and part, then what was done and what was found. */
export function reportTable({ kills, away, reclaimSeconds, unreached, found, seconds, recordings, mails, repeatedMails, objects, databases, mostAttempts }: MatrixReport, seed: number): string {
  const count = (boundary: string, part: string): number => kills.filter(kill => kill.boundary === boundary && kill.part === part).length
  const places = [...boundaries.map(({ name }) => name), 'at random']
  return [
    `| killed | ${parts.join(' | ')} |`, `| --- | ${parts.map(() => '---').join(' | ')} |`,
    ...places.map(place => `| ${place} | ${parts.map(part => count(place, part) || '').join(' | ')} |`),
    `| all | ${parts.map(part => kills.filter(kill => kill.part === part).length).join(' | ')} |`,
    '',
    `${kills.length} kills in ${Math.round(seconds)} s, seed ${seed}: ${recordings} recordings, ${mails} mails, ${objects} stored files, ${databases} databases; at most ${mostAttempts} attempts a job, ${repeatedMails} mails that came twice under one id`,
    ...tellAway(away), ...tellReclaims(reclaimSeconds),
    ...unreached.map(place => `not come by: ${place}`),
    ...found.length === 0 ? ['nothing lost, nothing twice, nothing left over'] : found.map(line => `✗ ${line}`),
    '',
  ].join('\n')
}

function tellAway(away: readonly Away[]): string[] {
  const kinds = [...new Set(away.map(({ kind }) => kind))].map(kind => `${away.filter(each => each.kind === kind).length} ${kind}`)
  const slowest = Math.max(...away.map(({ resumedAfterSeconds }) => resumedAfterSeconds))
  return away.length === 0 ? [] : [`PocketBase away for ${awaySeconds} s while a job ran: ${kinds.join(', ')}; the worker was heard of ${slowest.toFixed(1)} s after it at most`]
}

function tellReclaims(seconds: readonly number[]): string[] {
  const sorted = [...seconds].sort((a, b) => a - b)
  return sorted.length === 0 ? [] : [`the job of a killed worker was with the next one after ${sorted[Math.floor(sorted.length / 2)]!.toFixed(1)} s in the median, ${sorted.at(-1)!.toFixed(1)} s at most (${sorted.length} times)`]
}
