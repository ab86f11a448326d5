import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { downloadToFile } from '@f2l/common/download-to-file.ts'
import { AppError } from '@f2l/common/errors.ts'
import { makeSafeFetch } from '@f2l/common/safe-fetch.ts'
import { setEnvLine } from './set-env-line.ts'
import { modelLicence, modelSource, speechModels, type SpeechModel } from './speech-models.ts'

export const usage = `Usage: npm run setup -- speech [options]

Fetches a Whisper model, so that recordings without a transcript are written down on this machine.

  --model NAME     ${Object.keys(speechModels).join(', ')} (default: base)
  --yes            do not ask
  --url URL        another address of the same file, such as a mirror of your own
  --sha256 HEX     … or of another model in whisper.cpp's format, with the SHA-256 of its bytes
  --help           this text
`

export interface SpeechSetup {
  /** The project's folder: the model goes into `data/models`, its path into `.env`. */
  root: string
  say(line: string): void
  /** Asks a yes-or-no question; null where nobody can answer. */
  ask: ((question: string) => Promise<boolean>) | null
  showProgress(fraction: number): void
  signal: AbortSignal
  /** Pause after the first break of a connection in milliseconds. */
  breakDelayMs?: number
}

/**
 * Offers a model, fetches it and sets WHISPER_MODEL. A download that broke off goes on where it stopped.
 * @returns false where the person said no
 * @throws AppError `input.invalid`, or as `downloadToFile`; nothing is set then
 */
export async function setUpSpeech(args: string[], setup: SpeechSetup): Promise<boolean> {
  const wanted = readWish(args)
  if (wanted === 'help') {
    setup.say(usage)
    return true
  }
  const relative = join('data', 'models', wanted.file)
  const path = join(setup.root, relative)
  if (await hashOf(path) !== wanted.sha256) {
    if (!await isAgreed(wanted, relative, setup)) return false
    await fetchModel(wanted, path, setup)
  }
  await setEnvLine(join(setup.root, '.env'), 'WHISPER_MODEL', relative)
  setup.say(`${relative} is there, and WHISPER_MODEL in .env names it. Recordings without a transcript are now written down on this machine.`)
  return true
}

interface Wish extends Pick<SpeechModel, 'file' | 'sha256'> { url: string; sizeBytes: number | null; suits: string; isYes: boolean }

function readWish(args: string[]): Wish | 'help' {
  const { model: name, url, sha256, yes, help } = read(args)
  if (help) return 'help'
  const model = Object.hasOwn(speechModels, name) ? speechModels[name]! : undefined
  if (model === undefined) throw new AppError('input.invalid', `There is no model "${name}": --model takes ${Object.keys(speechModels).join(', ')}.`)
  if (url !== undefined && !URL.canParse(url)) throw new AppError('input.invalid', '--url takes a complete web address.')
  if (sha256 === undefined) return { ...model, url: url ?? `${modelSource}/${model.file}`, isYes: yes }
  if (url === undefined || !/^[0-9a-f]{64}$/i.test(sha256)) throw new AppError('input.invalid', '--sha256 takes 64 hexadecimal digits and goes with --url.')
  return { file: plainName(url), sha256: sha256.toLowerCase(), sizeBytes: null, suits: 'a model of your own choice', url, isYes: yes }
}

function read(args: string[]) {
  try {
    const { values } = parseArgs({
      args, strict: true,
      options: { 'model': { type: 'string', default: 'base' }, 'url': { type: 'string' }, 'sha256': { type: 'string' }, 'yes': { type: 'boolean', short: 'y', default: false }, 'help': { type: 'boolean', short: 'h', default: false } },
    })
    return values
  } catch (cause) {
    throw new AppError('input.invalid', `${(cause as Error).message.split(/\. |\n/)[0]!.replace(/\.$/, '')} (--help lists all options).`, { cause })
  }
}

function plainName(url: string): string {
  return basename(new URL(url).pathname).replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '') || 'model.bin'
}

async function isAgreed({ file, url, sizeBytes, suits, isYes }: Wish, relative: string, { say, ask }: SpeechSetup): Promise<boolean> {
  say(`${file}: ${sizeBytes === null ? 'size not known' : `${Math.round(sizeBytes / 1_000_000)} MB`}; ${suits}`)
  say(`from ${url}, licence: ${sizeBytes === null ? 'as its owner says' : modelLicence}; it goes to ${relative}`)
  if (isYes) return true
  if (ask === null) throw new AppError('input.invalid', 'Nobody is here to be asked: add --yes to fetch it.')
  return await ask('Fetch it?')
}

async function fetchModel({ file, url, sha256, sizeBytes }: Wish, path: string, { root, showProgress, signal, breakDelayMs }: SpeechSetup): Promise<void> {
  const folder = join(root, 'data', 'models')
  await mkdir(folder, { recursive: true })
  // By its hash: half of one file is not gone on with from another address as the other half of something else.
  const fetched = join(folder, `.${sha256.slice(0, 16)}-${file}`)
  const fetch = makeSafeFetch({ trustedOrigins: [url] })
  try {
    await downloadToFile(fetch, url, fetched, { maxBytes: 8e9, signal, expectedBytes: sizeBytes, breakDelayMs, onProgress: (got, total) => showProgress(got / (total ?? sizeBytes ?? Infinity)) })
  } finally {
    await fetch.close()
  }
  if (await hashOf(fetched) === sha256) return await rename(fetched, path)
  await rm(fetched)
  throw new AppError('fetch.failed', 'What was fetched is not the model that was promised: its SHA-256 differs. Nothing was kept or set.')
}

async function hashOf(path: string): Promise<string | null> {
  if (!await stat(path).then(found => found.isFile(), () => false)) return null
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(bytes as Buffer)
  return hash.digest('hex')
}
