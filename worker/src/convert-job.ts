import { randomBytes } from 'node:crypto'
import { basename, extname } from 'node:path'
import { z } from 'zod'
import { objectKey, type ObjectKey } from '@f2l/common/contracts/ids.ts'
import { renditionKeys, type ConvertWork, type RenditionKeys } from '@f2l/common/contracts/internal-api.ts'
import type { StageName } from '@f2l/common/contracts/job.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { InternalApi, JobNote } from './internal-api-client.ts'
import type { ConvertInput, ConvertOutput, PipelineContext, PipelineTools } from './pipeline.ts'
import { makeStageRunner, type StageMemory } from './stage-runner.ts'
import type { WatchedWork } from './watching/watch-work.ts'
import type { WorkFolders } from './work-folder.ts'
import type { WorkContext } from './work-loop.ts'

/** The pipeline; a test may put a smaller one in its place. */
export type Convert = (input: ConvertInput, context: PipelineContext) => Promise<ConvertOutput>

export interface ConvertJobDeps {
  api: InternalApi
  store: ObjectStore
  folders: WorkFolders
  convert: Convert
  tools: PipelineTools
  watched?: Pick<WatchedWork, 'stages' | 'rendered'>
}

/** One conversion: what finished stages left is used, the files go to the store under new names, the backend gets the result. */
export async function runConvertJob(work: ConvertWork, deps: ConvertJobDeps, context: WorkContext): Promise<void> {
  try {
    await convertIn(await deps.folders.open(work.jobId), work, deps, context)
  } finally {
    deps.folders.letGo(work.jobId)
  }
}

async function convertIn(folder: string, work: ConvertWork, { api, store, convert, tools, watched }: ConvertJobDeps, { signal, report }: WorkContext): Promise<void> {
  const runner = makeStageRunner({
    memory: memoryOver(api, work), signal,
    onProgress: (stage, percent, secondsLeft) => report({ stage, percent, secondsLeft }),
  })
  const stages = watched?.stages(runner) ?? runner
  let sourceKey: ObjectKey | null = null
  const offerSource = async ({ path, storedKey }: { path: string; storedKey?: ObjectKey | undefined }): Promise<void> => {
    sourceKey = storedKey ?? work.sourceKey ?? await storeSource(work, path, store)
    if (work.source.kind !== 'upload' && sourceKey !== work.sourceKey) await api.note({ sourceKey })
  }
  const output = await convert({ source: work.source, options: work.options, title: work.title, storedKey: work.sourceKey }, {
    stages, folder, signal, tools: { ...tools, store, noteDownload: downloadId => api.note({ downloadId }), offerSource },
  })
  signal.throwIfAborted()
  const { notes, transcript, plan, report: conversion } = output
  watched?.rendered(conversion)
  await api.submitResult({
    kind: 'convert', notes, transcript, plan, report: conversion,
    sourceKey: output.storedKey ?? sourceKey ?? await storeSource(work, output.sourcePath, store), files: await storeFiles(work, output.files, store),
  })
}

/** The stages that the backend remembers; a stage is remembered once it is done, before the next one starts. */
function memoryOver(api: InternalApi, { finishedStages }: ConvertWork): StageMemory {
  return {
    recall: (stage, inputHash) => Promise.resolve(finishedStages.find(finished => finished.stage === stage && finished.inputHash === inputHash)?.result),
    remember: async (stage, inputHash, result, seconds) => {
      await api.finishStage({ stage, inputHash, result, seconds })
      const news = newsOf(stage, result)
      if (news !== null) await api.note(news)
    },
  }
}

/** What the person can be shown while the conversion still runs. */
function newsOf(stage: StageName, result: unknown): JobNote | null {
  const title = stage === 'ingest' ? z.object({ notes: z.object({ title: z.string() }) }).safeParse(result).data?.notes.title : undefined
  const sourceSeconds = stage === 'probe' ? z.object({ durationSeconds: z.number() }).safeParse(result).data?.durationSeconds : undefined
  return title === undefined && sourceSeconds === undefined ? null : { title, sourceSeconds }
}

/** An upload lies in the store already. */
async function storeSource(work: ConvertWork, path: string, store: ObjectStore): Promise<ObjectKey> {
  if (work.source.kind === 'upload') return work.source.mediaKey
  const key = objectKey.parse(`users/${work.userId}/recordings/${work.recordingId}/${newName()}/source${plainExtension(path)}`)
  await store.putFile(key, path)
  return key
}

/** Objects are never overwritten: every conversion has a folder of its own. */
async function storeFiles(work: ConvertWork, files: ConvertOutput['files'], store: ObjectStore): Promise<RenditionKeys> {
  const folder = `users/${work.userId}/videos/${work.videoId}/${newName()}`
  const keys: Record<string, ObjectKey> = {}
  for (const [role, path] of Object.entries(files)) {
    const key = objectKey.parse(`${folder}/${basename(path)}`)
    await store.putFile(key, path)
    keys[role] = key
  }
  return renditionKeys.parse({ captionsVtt: null, captionsSrt: null, ...keys })
}

function newName(): string {
  return randomBytes(8).toString('hex')
}

function plainExtension(path: string): string {
  const extension = extname(path).toLowerCase()
  return /^\.[a-z0-9]{1,5}$/.test(extension) ? extension : ''
}
