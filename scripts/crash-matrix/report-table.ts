import { boundaries, parts } from './boundaries.ts'
import type { MatrixReport } from './run-matrix.ts'

/** Kills by place and part, then what was done and what was found. */
export function reportTable({ kills, unreached, found, seconds, recordings, mails, repeatedMails, objects, databases, mostAttempts }: MatrixReport, seed: number): string {
  const count = (boundary: string, part: string): number => kills.filter(kill => kill.boundary === boundary && kill.part === part).length
  const places = [...boundaries.map(({ name }) => name), 'at random']
  return [
    `| killed | ${parts.join(' | ')} |`, `| --- | ${parts.map(() => '---').join(' | ')} |`,
    ...places.map(place => `| ${place} | ${parts.map(part => count(place, part) || '').join(' | ')} |`),
    `| all | ${parts.map(part => kills.filter(kill => kill.part === part).length).join(' | ')} |`,
    '',
    `${kills.length} kills in ${Math.round(seconds)} s, seed ${seed}: ${recordings} recordings, ${mails} mails, ${objects} stored files, ${databases} databases; at most ${mostAttempts} attempts a job, ${repeatedMails} mails that came twice under one id`,
    ...unreached.map(place => `not come by: ${place}`),
    ...found.length === 0 ? ['nothing lost, nothing twice, nothing left over'] : found.map(line => `✗ ${line}`),
    '',
  ].join('\n')
}
