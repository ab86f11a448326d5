/** Seconds of the pictures that `framecrc` lists, one line each: stream, dts, pts, duration, size, checksum; times in units of the `#tb` line. */
export function readFrameTimes(list: string): number[] {
  const unit = /^#tb 0: (\d+)\/(\d+)/m.exec(list)
  const seconds = Number(unit?.[1] ?? 1) / Number(unit?.[2] ?? 1)
  return [...list.matchAll(/^0,\s*-?\d+,\s*(-?\d+),/gm)].map(line => Number(line[1]) * seconds)
}
