/** One goal and what was measured; `figure` null: it could not be measured here, and `detail` says why. */
export interface Row { measure: string; goal: string; figure: number | null; holds: boolean | null; detail?: string }

/** A figure that is to be so small; null where it could not be measured. */
export function atMost(most: number, measure: string, figure: number | null, detail?: string): Row {
  return rowOf(measure, `≤ ${most}`, figure, value => value <= most, detail)
}

/** A figure that is to be so large; null where it could not be measured. */
export function atLeast(least: number, measure: string, figure: number | null, detail?: string): Row {
  return rowOf(measure, `≥ ${least}`, figure, value => value >= least, detail)
}

/** A count that is to be exactly this. */
export function exactly(wanted: number, measure: string, figure: number, detail?: string): Row {
  return rowOf(measure, `= ${wanted}`, figure, value => value === wanted, detail)
}

/** A peer's figure, or one that has no goal: it stands there to be compared with; null where it could not be measured. */
export function beside(measure: string, figure: number | null, detail?: string): Row {
  return { ...rowOf(measure, '', figure, () => true, detail), holds: null }
}

function rowOf(measure: string, goal: string, figure: number | null, isReached: (figure: number) => boolean, detail?: string): Row {
  return {
    measure, goal, figure: figure === null ? null : Number(figure.toFixed(Math.abs(figure) < 10 ? 3 : 0)),
    holds: figure === null ? null : isReached(figure), ...(detail === undefined ? {} : { detail }),
  }
}

/** The rows as a table for a terminal; what stands in brackets are the figures behind a figure. */
export function tableOf(rows: Row[]): string {
  const width = Math.max(...rows.map(({ measure }) => measure.length))
  const line = (mark: string, measure: string, goal: string, figure: string, detail = ''): string => `${`${mark} ${measure.padEnd(width)}  ${goal.padStart(7)}  ${figure.padStart(12)}  ${detail}`.trimEnd()}\n`
  return line(' ', '', 'goal', 'measured') + rows.map(({ measure, goal, figure, holds, detail }) =>
    line(holds === null ? '·' : holds ? '✓' : '✗', measure, goal, figure === null ? 'not measured' : String(figure), detail && `(${detail})`)).join('')
}
