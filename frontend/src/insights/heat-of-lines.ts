import type { Insights } from '@f2l/common/contracts/views.ts'

/** The heat of the transcript's lines; none before the first view, nor where it belongs to a video that was made again meanwhile. */
export function heatOfLines(found: Insights | undefined, lines: number): readonly number[] | undefined {
  return found && lines > 0 && found.cueHeat.length === lines ? found.cueHeat : undefined
}
