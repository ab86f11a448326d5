import { momentOf } from './backup-folder.ts'

const dayMs = 24 * 3600_000

/** Every backup of the last days, the last one of each of the last weeks, and the newest whatever its age. */
export function keptBackups(names: readonly string[], now: Date, { days, weeks }: { days: number; weeks: number }): string[] {
  const newestFirst = [...names].sort().reverse()
  const weekOf = (name: string): number => Math.floor((momentOf(name).getTime() / dayMs + 3) / 7)
  const seenWeeks = new Set<number>()
  return newestFirst.filter((name, place) => {
    const age = (now.getTime() - momentOf(name).getTime()) / dayMs
    const isLastOfWeek = !seenWeeks.has(weekOf(name))
    seenWeeks.add(weekOf(name))
    return place === 0 || age <= days || (isLastOfWeek && age <= weeks * 7)
  }).reverse()
}
