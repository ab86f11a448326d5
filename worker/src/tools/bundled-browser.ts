import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { isThere } from './is-there.ts'

export interface BundledBrowser {
  executablePath: string
  /** Libraries that a small system lacks come with it; empty where the system has them. */
  environment: Record<string, string>
}

const run = promisify(execFile)
const require = createRequire(import.meta.url)

/** The package unpacks to the temporary folder of its process; the libraries it would only unpack in a cloud function. */
const unpackProgram = `
  const { default: chromium, inflate } = await import(process.argv[1])
  await chromium.executablePath()
  await inflate(process.argv[2])
`

/**
 * The Chromium inside `@sparticuz/chromium` (Linux), unpacked once beside the packages. Several processes may ask at
 * once: each unpacks to a folder of its own, and the first one that is whole becomes the one that is used.
 * @throws Error where it cannot be unpacked or does not start
 */
export async function bundledBrowser(): Promise<BundledBrowser> {
  const packageFile = findPackageFile()
  const { version } = JSON.parse(await readFile(packageFile, 'utf8')) as { version: string }
  const folder = join(dirname(packageFile), '../../.cache', `chromium-${version}`)
  const executablePath = join(folder, 'chromium')
  if (!await isThere(executablePath)) await unpack(dirname(packageFile), folder)
  if (await starts(executablePath, {})) return { executablePath, environment: {} }
  const environment = { LD_LIBRARY_PATH: join(folder, 'al2023/lib') }
  if (await starts(executablePath, environment)) return { executablePath, environment }
  throw new Error('the Chromium inside npm does not start here')
}

/** The package does not export its package.json. */
function findPackageFile(): string {
  return join(dirname(require.resolve('@sparticuz/chromium')), '../package.json')
}

async function unpack(packageFolder: string, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const own = await mkdtemp(`${folder}-`)
  try {
    const args = ['--input-type=module', '-e', unpackProgram, require.resolve('@sparticuz/chromium'), join(packageFolder, 'bin/al2023.tar.br')]
    await run(process.execPath, args, { env: { TMPDIR: own } })
    await rename(own, folder).catch(async (error: unknown) => {
      if (!await isThere(join(folder, 'chromium'))) throw error
    })
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

function starts(executablePath: string, env: Record<string, string>): Promise<boolean> {
  return run(executablePath, ['--version'], { env }).then(() => true, () => false)
}
