import { count } from './count.ts'

export const states = {
  queued: 'In the queue', processing: 'In the works', ready: 'Ready', failed: 'Failed', cancelled: 'Cancelled',
}

export const job = {
  progress: (title: string) => `Progress of ${title}`,
  stages: {
    ingest: 'Fetching the recording', probe: 'Looking at the file', transcript: 'Reading or writing the transcript', analyse: 'Listening for speech',
    plan: 'Choosing the cuts', render: 'Making the video', package: 'Adding captions and poster', verify: 'Checking the result',
  },
  starting: 'Starting', waiting: 'Waiting in line', next: 'Next in line', place: (place: number) => `Place ${place} in line`,
  retryAt: (when: string) => `Tries again ${when}`,
  paused: 'Waits: the operator paused the queue', noWorker: 'Waits: no worker is running', waitsForFathom: (when: string) => `Waits for Fathom, looks again ${when}`,
  silentWorker: 'Its worker has gone silent; another one takes over',
  left: (duration: string) => `about ${duration} left`, readyIn: (duration: string) => `ready in about ${duration}`,
  attempt: (attempt: number) => `Attempt ${attempt}`, completed: 'Done', dead: 'Failed', cancelled: 'Cancelled',
  took: (duration: string) => `took ${duration}`,
}

export const jobLog = {
  title: 'Log', empty: 'No step is finished yet.', atOnce: 'at once',
  stages: {
    ingest: 'Recording fetched', probe: 'File read', transcript: 'Transcript', analyse: 'Listened and looked', plan: 'Cuts chosen', render: 'Video made', package: 'Captions, chapters and poster added', verify: 'Result checked',
  },
  /** What a stage wrote down beside its figures. */
  note: (sentence: string): string => sentence,
  /** The figures of a stage as one line; empty where it has none. */
  found: (found: Partial<Record<'sourceSeconds' | 'width' | 'height' | 'lines' | 'speakers' | 'speechSeconds' | 'faces' | 'cuts' | 'keptShare' | 'chapters' | 'checks' | 'checksHeld', number | undefined>>, time: (seconds: number) => string, percent: (share: number) => string) => [
    found.sourceSeconds === undefined ? '' : `${time(found.sourceSeconds)} long`, found.width === undefined || found.height === undefined ? '' : `${found.width} × ${found.height}`,
    found.lines === undefined ? '' : count(found.lines, 'line', 'lines'), found.speakers === undefined ? '' : count(found.speakers, 'speaker', 'speakers'),
    found.speechSeconds === undefined ? '' : `${time(found.speechSeconds)} of speech`, found.faces === undefined ? '' : count(found.faces, 'face known', 'faces known'),
    found.cuts === undefined ? '' : count(found.cuts, 'cut', 'cuts'), found.keptShare === undefined ? '' : `${percent(found.keptShare)} kept`, found.chapters === undefined ? '' : count(found.chapters, 'chapter', 'chapters'),
    found.checks === undefined || found.checksHeld === undefined ? '' : `${found.checksHeld} of ${found.checks} checks hold`,
  ].filter(part => part !== '').join(', '),
}
