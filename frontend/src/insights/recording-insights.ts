import type { Insights } from '@f2l/common/contracts/views.ts'
import { createLiveQuery, type LiveQuery } from '../shell/live-query.ts'
import { useServices } from '../shell/services.tsx'

/** Who watched a recording's video; read again whenever another view counts. */
export function createInsights(recordingId: string): LiveQuery<Insights> {
  const { api } = useServices()
  return createLiveQuery(signal => api.readInsights(recordingId, signal), event => event.type === 'recording' && event.recordingId === recordingId)
}
