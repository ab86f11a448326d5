import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { convertOptions, type ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { AppError } from '@f2l/common/errors.ts'
import { parseFathomLink } from '@f2l/common/fathom/link.ts'
import type { ConvertInput } from '../pipeline.ts'

export interface ConvertCommand {
  input: ConvertInput
  /** Absolute. */
  outFolder: string
  /** Absolute; rendered pieces of earlier runs. */
  cacheFolder: string | null
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
  --bubble-corner WHERE   bottom-left (default), bottom-right, top-left or top-right
  --bubble-size SIZE  small, medium (default) or large
  --caption-style HOW     of burned captions: plate (default), or outline
  --caption-size SIZE     of burned captions: small, medium (default) or large
  --background FROM-TO    two colours behind the picture, as 1e3a8a-0ea5e9
  --accent COLOUR     of bars on the title card and of the first speaker's initials, as e11d48
  --length HOW        tight (default): silences and fillers are cut out; full: everything stays;
                      catch-up: about two minutes of what matters most
  --trim HOW          on (default), or off: nothing is cut but what --cut says
  --fillers HOW       on (default): "um" and its kin are cut out; off: they stay
  --keep-word WORD    never cut this word as a filler; may be given several times
  --undo FROM-TO      seconds of the recording that are not to be cut, as 17.5-40; may be given several times
  --cut FROM-TO       seconds of the recording to cut out, as 3-5.5; may be given several times
  --noise-reduction HOW   on (default): steady noise is lowered gently; off: the sound stays as it is
  --look HOW          framed (default): the picture on a background, with the bubble; plain: the picture alone
  --title TEXT        for the title card
  --cache DIR         keep rendered pieces there: edits and other lengths of the recording are then made much faster
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
  const cacheFolder = values.cache === undefined ? null : resolve(surroundings.folder, values.cache)
  return { input: { source, options, title: options.title ?? null }, outFolder, cacheFolder, isJson: values.json ?? false }
}

type Values = ReturnType<typeof read>['values']

function read(args: string[]) {
  try {
    return parseArgs({
      args, allowPositionals: true, strict: true,
      options: {
        transcript: { type: 'string' }, out: { type: 'string' }, captions: { type: 'string' }, bubble: { type: 'string' },
        trim: { type: 'string' }, length: { type: 'string' }, fillers: { type: 'string' }, 'keep-word': { type: 'string', multiple: true },
        undo: { type: 'string', multiple: true }, cut: { type: 'string', multiple: true }, 'noise-reduction': { type: 'string' }, look: { type: 'string' },
        'bubble-corner': { type: 'string' }, 'bubble-size': { type: 'string' }, 'caption-style': { type: 'string' }, 'caption-size': { type: 'string' },
        background: { type: 'string' }, accent: { type: 'string' },
        title: { type: 'string' }, cache: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    throw new AppError('input.invalid', `${sentence((cause as Error).message)} (--help lists all options)`, { cause })
  }
}

/** What each option takes, by the name it has among the options of a conversion. */
const choices: Partial<Record<keyof ConvertOptions, { flag: string; takes: string }>> = {
  captions: { flag: 'captions', takes: 'sidecar, burned or none' }, bubble: { flag: 'bubble', takes: 'auto, initials or none' },
  trim: { flag: 'trim', takes: 'on or off' }, length: { flag: 'length', takes: 'full, tight or catch-up' }, fillers: { flag: 'fillers', takes: 'on or off' },
  keepWords: { flag: 'keep-word', takes: 'a word of 1 to 60 letters, at most 100 times' }, noiseReduction: { flag: 'noise-reduction', takes: 'on or off' },
  look: { flag: 'look', takes: 'framed or plain' },
  bubbleCorner: { flag: 'bubble-corner', takes: 'bottom-left, bottom-right, top-left or top-right' }, bubbleSize: { flag: 'bubble-size', takes: 'small, medium or large' },
  captionStyle: { flag: 'caption-style', takes: 'plate or outline' }, captionSize: { flag: 'caption-size', takes: 'small, medium or large' },
  background: { flag: 'background', takes: 'two colours of six digits, as in --background 1e3a8a-0ea5e9' }, accent: { flag: 'accent', takes: 'a colour of six digits, as in --accent e11d48' },
  title: { flag: 'title', takes: 'a text of 1 to 200 letters' },
}

function optionsOf({ captions, bubble, trim, title, length, fillers, look, ...values }: Values): ConvertOptions {
  const parsed = convertOptions.safeParse({
    captions, bubble, trim, title, length, fillers, look, ...styleOf(values), keepWords: values['keep-word'], noiseReduction: values['noise-reduction'],
    undo: values.undo?.map(text => spanOf('undo', text)), cutOut: values.cut?.map(text => spanOf('cut', text)),
  })
  if (parsed.success) return parsed.data
  const choice = choices[parsed.error.issues[0]?.path[0] as keyof ConvertOptions]
  throw invalid(choice ? `--${choice.flag} takes ${choice.takes}.` : 'There are too many cuts to change (5000 at most).')
}

/** Colours may be written with their # or, since shells take that for a comment, without. */
function styleOf(values: Values): Partial<Record<keyof ConvertOptions, unknown>> {
  const colour = (text: string): string => text.startsWith('#') ? text : `#${text}`
  const [from = '', to = ''] = values.background?.split('-') ?? []
  return {
    bubbleCorner: values['bubble-corner'], bubbleSize: values['bubble-size'], captionStyle: values['caption-style'], captionSize: values['caption-size'],
    ...(values.background === undefined ? {} : { background: { from: colour(from), to: colour(to) } }),
    ...(values.accent === undefined ? {} : { accent: colour(values.accent) }),
  }
}

/** `17.5-40` in seconds. */
function spanOf(flag: string, text: string): Span {
  const [, from, to] = /^(\d{1,6}(?:\.\d{1,6})?)-(\d{1,6}(?:\.\d{1,6})?)$/.exec(text) ?? []
  if (from === undefined || to === undefined) throw invalid(`--${flag} takes seconds of the recording from and to, as in --${flag} 17.5-40.`)
  if (Number(from) >= Number(to)) throw invalid(`--${flag} ${text} ends before it begins.`)
  return { start: Number(from), end: Number(to) }
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
