import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import type { ConvertResult } from '@f2l/common/contracts/internal-api.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { connectAsWorker } from '@f2l/common/pocketbase-client.ts'
import { makeQueueConsumer } from '@f2l/common/pocketbase-queue.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { writeVtt } from '@f2l/common/transcript-formats/write-captions.ts'
import { captionsOf } from '@f2l/common/captions/caption-lines.ts'
import { runSketchLoop } from '../worker/src/sketch-loop.ts'
import { makeWorkFolders } from '../worker/src/work-folder.ts'
import type { FilledLibrary } from './filled-library.ts'
import { sampleMeeting } from './sample-meeting.ts'

const pictures = resolve(import.meta.dirname, '../docs/pictures')

/** A worker that converts nothing: a test says how far a job is, and hands in what was prepared. */
export function makeHandWorker({ ground, publicUrl, store }: Pick<FilledLibrary, 'ground' | 'publicUrl' | 'store'>) {
  const secret = ground.environment['WORKER_SECRET']!
  const consumer = makeQueueConsumer(connectAsWorker({ url: ground.pocketBase.url, secret, identity: { name: 'hand', host: 'hand', version: '0' } }))
  return async function claim() {
    const claimed = await consumer.claim('conversion')
    if (claimed?.job.kind !== 'convert') throw new Error('no conversion waits')
    const { job, lease } = claimed
    const tell = async (path: string, method: string, body: unknown): Promise<void> => {
      const headers = { 'content-type': 'application/json', 'authorization': `Bearer ${secret}`, 'x-claim-token': lease.claimToken }
      const { ok, status } = await fetch(`${publicUrl}/internal/v1/jobs/${lease.jobId}${path}`, { method, body: JSON.stringify(body), headers })
      if (!ok) throw new Error(`${method} ${path} was answered with ${status}`)
    }
    const beat = (percent: number, secondsLeft: number) => consumer.heartbeat(lease, { stage: 'render', percent, secondsLeft })
    /** The sample meeting as this job's result; `film` is a file that was made by `filmPoster`. */
    async function finish(film: string): Promise<void> {
      const { result } = await sampleMeeting(job.userId, job.payload.videoId)
      await storeFilm(store, result, film)
      await store.put(result.files.poster, createReadStream(`${pictures}/frame.jpg`))
      await store.put(result.files.preview, createReadStream(`${pictures}/preview.gif`))
      await tell('/result', 'PUT', result)
      await consumer.settle(lease, { kind: 'completed' })
    }
    return { job: job.payload, tell, beat, finish }
  }
}

/** Answers whoever edits: with the frame that was once drawn of the sample meeting, and with a stretch left out of whatever length, until the signal aborts. */
export async function answerSketches({ ground, publicUrl }: Pick<FilledLibrary, 'ground' | 'publicUrl'>, folder: string, signal: AbortSignal): Promise<void> {
  const jpeg = (await readFile(`${pictures}/frame.jpg`)).toString('base64')
  const leftOut = [{ span: { start: 1, end: 9.4 }, reason: 'left-out' as const, confidence: 1 }]
  await runSketchLoop({
    backendUrl: publicUrl, workerSecret: ground.environment['WORKER_SECRET']!, folders: makeWorkFolders(folder), log: makeLogger('e2e', 'silent'), signal,
    sketcher: { make: async ({ wish }) => wish.kind === 'frame' ? { kind: 'frame', jpeg } : { kind: 'forecast', pieces: { made: 1, all: 12 }, seconds: 8, videoSeconds: 110, cuts: leftOut } }, first: work => work(),
  })
}

/** What of a video's files is not a picture of it. */
export async function storeFilm(store: ObjectStore, { files, plan }: Pick<ConvertResult, 'files' | 'plan'>, film: string): Promise<void> {
  await store.put(files.video, createReadStream(film))
  await store.put(objectKey.parse(files.captionsVtt), Readable.from([writeVtt(captionsOf(plan).map(({ lines, ...cue }) => ({ ...cue, text: lines.join('\n') })))]))
}

/** A video as long as it is wanted: the poster, with silence. */
export async function filmPoster(path: string, seconds: number): Promise<void> {
  await promisify(execFile)(process.env.FFMPEG_PATH || 'ffmpeg', [
    '-v', 'error', '-y', '-loop', '1', '-framerate', '5', '-i', `${pictures}/frame.jpg`, '-f', 'lavfi', '-i', 'anullsrc=r=44100:cl=mono', '-t', String(seconds),
    '-vf', 'scale=960:540,format=yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-c:a', 'aac', '-movflags', '+faststart', path,
  ])
}
