import { z } from 'zod'

/**
 * Server-sent events carry ids only; the browser reads the thing again.
 * `id:` of an SSE message is the cursor; `Last-Event-ID` replays what was missed.
 * `queue` says that the line moved (somebody else's job) and has no subject.
 */
export const liveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('recording'), recordingId: z.string() }),
  // Comments or reactions of its video changed.
  z.object({ type: z.literal('discussion'), recordingId: z.string() }),
  z.object({ type: z.literal('mail'), mailId: z.string() }),
  z.object({ type: z.literal('fathom') }),
  z.object({ type: z.literal('queue') }),
])
export type LiveEvent = z.output<typeof liveEvent>
