import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '@f2l/common/errors.ts'

/**
 * Lets `work` fill a scratch folder beside `outFolder` and moves the files of the folder it names into `outFolder`
 * once all is done. When it fails, nothing is left of it, and a folder that was not there before is not there after.
 */
export async function intoFolder<T>(outFolder: string, work: (scratch: string) => Promise<{ folder: string; result: T }>): Promise<T> {
  await refuseFile(outFolder)
  const parent = dirname(outFolder)
  const firstMade = await mkdir(parent, { recursive: true }).catch(cannotWrite)
  const scratch = await mkdtemp(join(parent, `.${basename(outFolder).slice(0, 40)}-`)).catch(cannotWrite)
  let isDone = false
  try {
    const { folder, result } = await work(scratch)
    await mkdir(outFolder, { recursive: true })
    for (const name of await readdir(folder)) await rename(join(folder, name), join(outFolder, name))
    isDone = true
    return result
  } finally {
    await rm(scratch, { recursive: true, force: true })
    if (!isDone && firstMade !== undefined) await rm(firstMade, { recursive: true, force: true })
  }
}

async function refuseFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found && !found.isDirectory()) throw new AppError('input.invalid', 'The place given with --out is a file; please name a folder.')
}

function cannotWrite(cause: unknown): never {
  throw new AppError('input.invalid', 'Nothing can be written where --out points; please choose another folder.', { cause })
}
