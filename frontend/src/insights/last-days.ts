import type { Insights } from '@f2l/common/contracts/views.ts'

const dayMs = 86_400_000

/** The last thirty days up to today (UTC), those without a view, too. */
export function lastDays(days: Insights['days'], now: number, most = 30): Insights['days'] {
  const views = new Map(days.map(({ day, views: count }) => [day, count]))
  return Array.from({ length: most }, (_, index) => {
    const day = new Date(now - (most - 1 - index) * dayMs).toISOString().slice(0, 10)
    return { day, views: views.get(day) ?? 0 }
  })
}
