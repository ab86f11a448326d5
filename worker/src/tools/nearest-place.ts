/** The place nearest to the wanted one, if it lies within `farthest` of it; else the wanted one itself. */
export function nearestPlace(places: readonly number[], wanted: number, farthest: number): number {
  const best = places.reduce((one, other) => Math.abs(other - wanted) < Math.abs(one - wanted) ? other : one, Number.POSITIVE_INFINITY)
  return Math.abs(best - wanted) <= farthest ? best : wanted
}
