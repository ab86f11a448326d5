import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { Sketch } from '@f2l/common/contracts/sketch.ts'
import { withLogo } from '../brand/brand.ts'
import type { BackendDeps } from '../deps.ts'
import type { Draft } from '../recordings/edit-outcome.ts'
import { readStages } from '../recordings/job-stages.ts'
import { readRecording, storedSource } from '../recordings/recording-rows.ts'

/** What a later conversion would start from, too. */
const needed: readonly string[] = ['ingest', 'probe', 'transcript', 'analyse', 'plan']

/** All that a worker needs to plan a draft. @throws AppError `not_found` */
export async function readSketchWork({ userDatabases }: Pick<BackendDeps, 'userDatabases'>, userId: UserId, id: RecordingId, { options }: Pick<Draft, 'options'>): Promise<Omit<Sketch, 'id' | 'wish'>> {
  return (await userDatabases.open(userId)).read(db => {
    const { recording } = readRecording(db, id)
    return {
      options: withLogo(db, options), title: recording.title, sourceKey: storedSource(recording)?.key ?? null,
      finishedStages: recording.jobId === null ? [] : readStages(db, recording.jobId).filter(({ stage }) => needed.includes(stage)),
    }
  })
}
