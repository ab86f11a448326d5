import type { Insights } from '@f2l/common/contracts/views.ts'
import { createLiveQuery, type LiveQuery } from '../shell/live-query.ts'
import { useServices } from '../shell/services.tsx'

/** Who watched a recording's video; read again whenever another view counts. */
export function createInsights(recordingId: string): LiveQuery<Insights> {
  const { api } = useServices()
  return createLiveQuery(signal => api.readInsights(recordingId, signal), event => event.type === 'recording' && event.recordingId === recordingId)
}

/** The heat of the transcript's lines; none before the first view, nor where it belongs to a video that was made again meanwhile. */
export function heatOfLines(found: Insights | undefined, lines: number): readonly number[] | undefined {
  return found && lines > 0 && found.cueHeat.length === lines ? found.cueHeat : undefined
}
