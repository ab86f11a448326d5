/** One goal and what was measured; `figure` null: it could not be measured here, and `detail` says why. */
export interface Row { measure: string; goal: string; figure: number | null; holds: boolean | null; detail?: string }

/** The rows as a table for a terminal. */
export function tableOf(rows: Row[]): string {
  const width = Math.max(...rows.map(({ measure }) => measure.length))
  return rows.map(({ measure, goal, figure, holds, detail }) =>
    `${holds === null ? '·' : holds ? '✓' : '✗'} ${measure.padEnd(width)}  ${goal.padStart(7)}  ${(figure === null ? 'not measured' : String(figure)).padStart(8)}${detail ? `  (${detail})` : ''}\n`).join('')
}
