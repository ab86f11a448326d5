import { randomBytes } from 'node:crypto'
import { basename, extname } from 'node:path'
import type { ConvertOptions, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { objectKey, type ObjectKey } from '@f2l/common/contracts/ids.ts'
import type { ConvertWork, RenditionKeys, SourceSpec } from '@f2l/common/contracts/internal-api.ts'
import type { ConvertReport } from '@f2l/common/contracts/report.ts'
import type { MeetingNotes, Transcript } from '@f2l/common/contracts/transcript.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { InternalApi, JobNote } from './internal-api-client.ts'
import { makeStageRunner, type StageMemory, type StageRunner } from './stage-runner.ts'
import { makeTimeLeft } from './time-left.ts'
import type { WorkFolders } from './work-folder.ts'
import type { WorkContext } from './work-loop.ts'

export interface ConvertInput { source: SourceSpec; options: ConvertOptions; title: string }

/** What the pipeline made: local files that go to the object store, and what is known about them. */
export interface ConvertOutput {
  sourcePath: string
  notes: MeetingNotes; transcript: Transcript; plan: EditPlan; report: ConvertReport
  files: { [Role in keyof RenditionKeys]: null extends RenditionKeys[Role] ? string | null : string }
}

export interface ConvertContext {
  stages: StageRunner
  workDir: string
  /** Tells the backend what must survive a restart. */
  note(note: JobNote): Promise<void>
  signal: AbortSignal
}

/** The pipeline, with its tools already in place. */
export type Convert = (input: ConvertInput, context: ConvertContext) => Promise<ConvertOutput>

export interface ConvertJobDeps { api: InternalApi; store: ObjectStore; folders: WorkFolders; convert: Convert }

/** One conversion: what finished stages left is used, the files go to the store under new names, the backend gets the result. */
export async function runConvertJob(work: ConvertWork, { api, store, folders, convert }: ConvertJobDeps, { signal, report }: WorkContext): Promise<void> {
  const workDir = await folders.open(work.jobId)
  const timeLeft = makeTimeLeft()
  const stages = makeStageRunner({
    memory: memoryOver(api, work), signal,
    onProgress: (stage, percent) => report({ stage, percent, secondsLeft: timeLeft(percent) }),
  })
  const note = (news: JobNote): Promise<void> => api.note(news)
  const output = await convert({ source: work.source, options: work.options, title: work.title }, { stages, workDir, note, signal })
  signal.throwIfAborted()
  const { notes, transcript, plan, report: conversion } = output
  await api.submitResult({
    kind: 'convert', notes, transcript, plan, report: conversion,
    sourceKey: await storeSource(work, output.sourcePath, store), files: await storeFiles(work, output.files, store),
  })
}

/** The stages that the backend remembers; a stage is remembered once it is done, before the next one starts. */
function memoryOver(api: InternalApi, { finishedStages }: ConvertWork): StageMemory {
  return {
    recall: (stage, inputHash) => Promise.resolve(finishedStages.find(finished => finished.stage === stage && finished.inputHash === inputHash)?.result),
    remember: (stage, inputHash, result, seconds) => api.finishStage({ stage, inputHash, result, seconds }),
  }
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
  const keys: Record<string, ObjectKey | null> = {}
  for (const [role, path] of Object.entries(files)) {
    keys[role] = path === null ? null : objectKey.parse(`${folder}/${basename(path)}`)
    if (path !== null) await store.putFile(keys[role]!, path)
  }
  return keys as RenditionKeys
}

function newName(): string {
  return randomBytes(8).toString('hex')
}

function plainExtension(path: string): string {
  const extension = extname(path).toLowerCase()
  return /^\.[a-z0-9]{1,5}$/.test(extension) ? extension : ''
}
