import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Puts a text under its name whole or not at all, also in a power cut. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    }
    finally {
      await file.close()
    }
    await rename(draft, path)
    await flushFolder(dirname(path))
  }
  finally {
    await rm(draft, { force: true })
  }
}

/** A new name in a folder survives a power cut only once the folder was flushed. */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  }
  finally {
    await folder.close()
  }
}
