import { objectKey, type ObjectKey } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { RecordingRow } from './recording-rows.ts'

/** What came in and was stored: the recording itself, and the transcript that was given with it. */
export function sourceKeysOf({ source, sourceKey }: Pick<RecordingRow, 'source' | 'sourceKey'>): ObjectKey[] {
  const named = [sourceKey, ...source.kind === 'upload' ? [source.mediaKey, source.transcriptKey] : []]
  return named.flatMap(key => objectKey.safeParse(key).data ?? [])
}

/** For whatever needs the source once more. @throws AppError `source.gone` where it was deleted because the operator keeps none for so long */
export function requireSource({ sourceGoneAt }: Pick<RecordingRow, 'sourceGoneAt'>): void {
  if (sourceGoneAt !== null) throw new AppError('source.gone', 'The recording this video was made from is not kept any more, so the video stays as it is and cannot be made again.')
}
