import type { Passing, Trap } from './gate.ts'

export type GateName = 'worker to PocketBase' | 'worker to backend' | 'backend to PocketBase'
export type Part = 'worker' | 'backend' | 'pocketbase'

/** A place in the way of one job at which a process can die. */
export interface Boundary {
  name: string
  gate: GateName
  moment: Trap['moment']
  fits(request: Passing, answer: string | null): boolean
}

const claims = ({ path, body }: Passing): boolean => path === '/api/queue/claim' && body.includes('conversion')
const enqueues = ({ method, path }: Passing): boolean => method === 'POST' && path === '/api/queue/jobs'
const beats = ({ path, body }: Passing): boolean => path.endsWith('/heartbeat') && body.includes('"stage":"render"')
const remembers = ({ method, path }: Passing): boolean => method === 'PUT' && /\/stages\/(analyse|render)$/.test(path)
const handsIn = (kind: string) => ({ method, path, body }: Passing): boolean => method === 'PUT' && path.endsWith('/result') && body.includes(`"kind":"${kind}"`)
/** What follows a finished conversion is its mail; nothing follows a mail. */
const settles = (follows: boolean) => ({ path, body }: Passing): boolean =>
  path.endsWith('/settle') && body.includes('"kind":"completed"') && body.includes('"kind":"send-mail"') === follows

/** The boundaries that a crash must be survived at, in the order of a job's life. */
export const boundaries: readonly Boundary[] = [
  { name: 'before the enqueue commits', gate: 'backend to PocketBase', moment: 'before', fits: enqueues },
  { name: 'after the enqueue, before its answer', gate: 'backend to PocketBase', moment: 'after', fits: enqueues },
  { name: 'before the claim commits', gate: 'worker to PocketBase', moment: 'before', fits: claims },
  { name: 'after the claim, before its answer', gate: 'worker to PocketBase', moment: 'after', fits: (request, answer) => claims(request) && answer?.includes('"claimToken":') === true },
  { name: 'in the middle of rendering', gate: 'worker to PocketBase', moment: 'before', fits: beats },
  { name: 'a stage done, not yet remembered', gate: 'worker to backend', moment: 'before', fits: remembers },
  { name: 'a stage remembered, before the answer', gate: 'worker to backend', moment: 'after', fits: remembers },
  { name: 'output written, not yet handed in', gate: 'worker to backend', moment: 'before', fits: handsIn('convert') },
  { name: 'handed in, before the answer', gate: 'worker to backend', moment: 'after', fits: handsIn('convert') },
  { name: 'before the settle commits', gate: 'worker to PocketBase', moment: 'before', fits: settles(true) },
  { name: 'after the settle, before its answer', gate: 'worker to PocketBase', moment: 'after', fits: settles(true) },
  { name: 'mail sent, not yet said so', gate: 'worker to backend', moment: 'before', fits: handsIn('send-mail') },
  { name: 'mail said to be sent, before the answer', gate: 'worker to backend', moment: 'after', fits: handsIn('send-mail') },
  { name: 'before the mail\'s settle commits', gate: 'worker to PocketBase', moment: 'before', fits: settles(false) },
]

export const parts: readonly Part[] = ['worker', 'backend', 'pocketbase']

const sides: Record<GateName, readonly Part[]> = {
  'worker to PocketBase': ['worker', 'pocketbase'], 'worker to backend': ['worker', 'backend'], 'backend to PocketBase': ['backend', 'pocketbase'],
}

export function isSideOf(gate: GateName, part: Part): boolean {
  return sides[gate].includes(part)
}
