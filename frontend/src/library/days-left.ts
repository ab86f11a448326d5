const dayMs = 24 * 3600_000

/** Whole days until what lies in the bin is deleted, rounded up; 0 where that is due. */
export function daysLeft(binnedAt: string | null, binDays: number, now: number): number {
  const since = Date.parse(binnedAt ?? '')
  return Number.isNaN(since) ? binDays : Math.max(0, Math.ceil((since + binDays * dayMs - now) / dayMs))
}
