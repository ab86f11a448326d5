import { chmod, readFile, rename, writeFile } from 'node:fs/promises'

/** Sets one line of an `.env` file and leaves all others as they are. Only its owner may read the file. */
export async function setEnvLine(path: string, name: string, value: string): Promise<void> {
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = before.replace(/\n*$/, '').split('\n').filter(line => !line.startsWith(`${name}=`) && !(before === '' && line === ''))
  await writeFile(`${path}.part`, `${[...lines, `${name}=${value}`].join('\n')}\n`, { mode: 0o600 })
  await chmod(`${path}.part`, 0o600)
  await rename(`${path}.part`, path)
}
