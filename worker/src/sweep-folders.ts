import type { Logger } from '@f2l/common/log.ts'
import type { QueueConsumer } from '@f2l/common/queue.ts'
import { sweepTemporaryFolders } from '@f2l/common/temporary-folder.ts'
import type { WorkFolders } from './work-folder.ts'

/** News of the queue come in bursts; so long they are gathered (milliseconds). */
const gatherMs = 2000

/**
 * Removes the folders of jobs that ended while no worker had them (cancelled in line, or dead with their worker) and what killed processes left in the temporary folder. Gives back what is to
 * be called at news of the queue. What cannot be removed now is at the next news.
 */
export function sweepFoldersAtNews({ folders, queue, log, signal }: { folders: WorkFolders; queue: QueueConsumer; log: Logger; signal: AbortSignal }): () => void {
  let timer: NodeJS.Timeout | undefined
  const sweep = (): void => {
    timer = undefined
    if (signal.aborted) return
    void folders.sweep(queue.listOver).catch((thrown: unknown) => log.debug({ err: thrown }, 'work folders could not be swept'))
    void sweepTemporaryFolders().catch((thrown: unknown) => log.debug({ err: thrown }, 'what killed processes left could not be swept'))
  }
  return () => { timer ??= setTimeout(sweep, gatherMs).unref() }
}
