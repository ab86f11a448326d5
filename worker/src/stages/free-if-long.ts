import { isLong } from '../plan/long-recording.ts'
import { freeMemory } from '../tools/free-memory.ts'

/** Between two pieces of work on a long recording: what the first one left behind would lie beside the second. */
export function freeIfLong(recording: Parameters<typeof isLong>[0]): void {
  if (isLong(recording)) freeMemory()
}
