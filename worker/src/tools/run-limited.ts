export interface Task {
  /** Share of the whole, in any unit. */
  weight: number
  work(context: { signal: AbortSignal; report(fraction: number): void }): Promise<void>
}

/**
 * Runs tasks in order, at most `limit` at a time. The first failure stops the others and is thrown once they have ended.
 * Progress (0..1) is summed over all tasks and never falls.
 */
export async function runLimited(tasks: Task[], limit: number, signal: AbortSignal, report: (fraction: number) => void): Promise<void> {
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const progress = sumProgress(tasks, report)
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < tasks.length) {
      const index = next++
      either.throwIfAborted()
      await tasks[index]!.work({ signal: either, report: fraction => progress(index, fraction) })
      progress(index, 1)
    }
  }
  const lanes = Array.from({ length: Math.max(1, limit) }, () => lane().catch((error: unknown) => { failed.abort(error); throw error }))
  const ended = await Promise.allSettled(lanes)
  signal.throwIfAborted()
  // What failed first is the reason that the others were stopped with.
  if (ended.some(lane => lane.status === 'rejected')) throw failed.signal.reason
}

function sumProgress(tasks: Task[], report: (fraction: number) => void): (index: number, fraction: number) => void {
  const total = tasks.reduce((sum, task) => sum + task.weight, 0)
  const done = tasks.map(() => 0)
  return (index, fraction) => {
    if (!(fraction > done[index]!)) return
    done[index] = Math.min(1, fraction)
    report(tasks.reduce((sum, task, at) => sum + task.weight * done[at]!, 0) / total)
  }
}
