import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { convertOptions, type ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import { AppError } from '@f2l/common/errors.ts'
import { parseFathomLink } from '@f2l/common/fathom/link.ts'
import type { ConvertInput } from '../pipeline.ts'

export interface ConvertCommand {
  input: ConvertInput
  /** Absolute. */
  outFolder: string
  isJson: boolean
}

export interface Surroundings {
  /** Where the person stands: relative paths count from here. */
  folder: string
  /** FATHOM_SHARE_URL. */
  shareUrl: string
}

export const usage = `Usage: npm run convert -- INPUT [options]

INPUT is a video or audio file, a direct https link to one, or a Fathom share link.

  --transcript FILE   WebVTT, SRT, JSON or text with times
  --out DIR           where the results go (default: ./NAME-loom)
  --captions HOW      sidecar (default), burned into the picture, or none
  --bubble WHAT       auto (default: the speaker's face, else initials), initials, or none
  --trim HOW          on (default): silence is cut out; off: everything stays
  --look HOW          framed (default): on a background, with the bubble; plain: the meeting picture alone
  --title TEXT        for the title card
  --json              print the report as JSON at the end
  --help              this text
`

/**
 * Reads the command line; 'help' when help is asked for.
 * @throws AppError `input.invalid`, or a code of `parseFathomLink`
 */
export function parseArguments(args: string[], surroundings: Surroundings): ConvertCommand | 'help' {
  const { values, positionals } = read(args)
  if (values.help) return 'help'
  const [given, ...more] = positionals
  if (given === undefined) throw invalid('Please say what to convert: npm run convert -- FILE-OR-LINK (--help tells more).')
  if (more.length > 0) throw invalid('Please give one file or link at a time; put quotes around a name with spaces.')
  const source = sourceOf(given, values.transcript, surroundings)
  const options = optionsOf(values)
  const outFolder = resolve(surroundings.folder, values.out ?? `${outName(given)}-loom`)
  return { input: { source, options, title: options.title ?? null }, outFolder, isJson: values.json ?? false }
}

type Values = ReturnType<typeof read>['values']

function read(args: string[]) {
  try {
    return parseArgs({
      args, allowPositionals: true, strict: true,
      options: {
        transcript: { type: 'string' }, out: { type: 'string' }, captions: { type: 'string' }, bubble: { type: 'string' },
        trim: { type: 'string' }, look: { type: 'string' }, title: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    throw new AppError('input.invalid', `${sentence((cause as Error).message)} (--help lists all options)`, { cause })
  }
}

function optionsOf({ captions, bubble, trim, look, title }: Values): ConvertOptions {
  const parsed = convertOptions.safeParse({ captions, bubble, trim, look, title })
  if (parsed.success) return parsed.data
  const name = String(parsed.error.issues[0]?.path[0])
  const choices = { captions: 'sidecar, burned or none', bubble: 'auto, initials or none', trim: 'on or off', look: 'framed or plain', title: 'a text of 1 to 200 letters' }
  throw invalid(`--${name} takes ${choices[name as keyof typeof choices] ?? 'another value'}.`)
}

function sourceOf(given: string, transcript: string | undefined, { folder, shareUrl }: Surroundings): ConvertInput['source'] {
  const transcriptPath = transcript === undefined ? null : resolve(folder, transcript)
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return { kind: 'file', path: resolve(folder, given), transcriptPath }
  if (transcript !== undefined) throw invalid('--transcript goes with a file; a link brings its own transcript.')
  try {
    // A link to a call that only its owner can open gets its own sentence at ingest.
    return { kind: 'fathom-share', url: parseFathomLink(given, { shareUrl }).canonicalUrl }
  } catch (error) {
    if (error instanceof AppError && error.code === 'link.wrong_host' && /^https:\/\//i.test(given)) return { kind: 'url', url: given }
    throw error
  }
}

/** What the results' folder is called after. */
function outName(given: string): string {
  const last = URL.canParse(given) && /^https?:/i.test(given) ? new URL(given).pathname : given
  return basename(last).replace(/\.[a-z0-9]{1,5}$/i, '').replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[.-]+/, '').slice(0, 80) || 'recording'
}

function sentence(message: string): string {
  const first = message.split(/\. |\n/)[0]!
  return `${first.replace(/\.$/, '')}.`
}

function invalid(message: string): AppError {
  return new AppError('input.invalid', message)
}
