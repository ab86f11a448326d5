/** One queue that does the bench's work, ours or a peer. */
export interface Contender {
  /** Enqueues a job of a user and answers its id. */
  enqueue(user: string): Promise<string>
  /** The next job for the claimer of this number (from 0), or null; it stays claimed. */
  claim(claimer: number): Promise<{ id: string; user: string } | null>
  /** Node's arguments for workers of the queue that write the id of each job they begin; those that hold never end one. `count` jobs at a time. */
  worker(role: WorkerRole, count: number): string[]
  /** Processes that the queue consists of beside its workers. */
  serverPids: number[]
  close(): Promise<void>
}
export type WorkerRole = 'hold' | 'finish'

export interface Entrant {
  name: string
  /** What is on disk when a write is acknowledged. */
  keeps: string
  open(folder: string, claimers: number): Promise<Contender>
}
