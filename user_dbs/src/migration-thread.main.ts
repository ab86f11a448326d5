import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { toAppError } from '@f2l/common/errors.ts'
import { MigrationFailed, type Migrations } from './migrate.ts'
import type { MigrationAnswer, MigrationAsked } from './migration-thread.ts'
import { asUnavailable, openUserFile } from './open.ts'

const migrations = workerData as Migrations

parentPort!.on('message', (asked: MigrationAsked) => parentPort!.postMessage(migrateOne(asked)))

function migrateOne({ number, path, userId }: MigrationAsked): MigrationAnswer {
  try {
    openUserFile(path, userId, migrations).sqlite.close()
    return { number, sizeBytes: statSync(path).size }
  }
  catch (error) {
    if (error instanceof MigrationFailed) return { number, failure: { kind: 'file', code: '', message: error.message } }
    const { code, message, cause } = toAppError(asUnavailable(error))
    return { number, failure: code === 'userdb.newer_than_code' ? { kind: 'app', code, message } : { kind: 'other', code, message: cause instanceof Error ? cause.message : message } }
  }
}
