export const speeds: readonly number[] = [0.8, 1, 1.2, 1.5, 1.7, 2, 2.5]

/** The next speed up or down; the ends stay. */
export function stepSpeed(now: number, step: 1 | -1): number {
  const next = step > 0 ? speeds.find(speed => speed > now) : speeds.findLast(speed => speed < now)
  return next ?? now
}

/** A remembered speed, if it is one of ours. */
export function parseSpeed(text: string | null): number {
  const value = Number(text)
  return speeds.includes(value) ? value : 1
}
