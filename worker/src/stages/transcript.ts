import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { transcript, type Cue, type Transcript } from '@f2l/common/contracts/transcript.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import { parseTranscript } from '@f2l/common/transcript-formats/parse-transcript.ts'
import type { MediaInfo } from '../plan/facts.ts'

/** A transcript, and a sentence for the person about what is missing in it. */
export const foundTranscript = z.object({
  transcript,
  note: z.string().nullable(),
  /** The engine failed in a way that may pass: a later attempt tries again. */
  mayRetry: z.boolean(),
})
export type FoundTranscript = z.output<typeof foundTranscript>

export interface TranscriptSources {
  /** A file the person gave; it wins over everything. */
  transcriptPath: string | null
  /** What came with the recording (Fathom's page, copy or API), already the best of its kind. */
  transcript: Transcript | null
}

export interface TranscriptMaking {
  sources: TranscriptSources
  media: Pick<MediaInfo, 'durationSeconds' | 'hasAudio'>
  /** Writes the recording down; null where no speech-to-text is set. */
  writeDown: (() => Promise<Transcript>) | null
  signal: AbortSignal
}

/**
 * The transcript that the video is made with: the person's, Fathom's, else one by speech-to-text. Without any
 * the video is made all the same, and so it is where speech-to-text fails.
 * @throws AppError `transcript.unreadable`, or the signal's reason
 */
export async function findTranscript({ sources, media, writeDown, signal }: TranscriptMaking): Promise<FoundTranscript> {
  const chosen = await chooseTranscript(sources, media.durationSeconds)
  const isThere = chosen.cues.length > 0
  if (isThere || !media.hasAudio) return { transcript: chosen, note: isThere ? estimatedNote(chosen) : `${nothingFound}.`, mayRetry: false }
  if (writeDown === null) return { transcript: chosen, note: `${nothingFound}; with SPEECH_API_URL or WHISPER_MODEL set (see \`npm run setup -- speech\`) the product writes one down itself.`, mayRetry: false }
  try {
    const written = await chooseTranscript({ transcriptPath: null, transcript: await writeDown() }, media.durationSeconds)
    return { transcript: written, note: written.cues.length > 0 ? 'The transcript was written down by speech-to-text, so it has no speaker names.' : 'Speech-to-text heard no words, so there are no captions and no speaker names.', mayRetry: false }
  } catch (thrown) {
    signal.throwIfAborted()
    const error = toAppError(thrown)
    if (!error.code.startsWith('speech.')) throw thrown
    return { transcript: chosen, note: `No transcript was found and writing one down failed, so there are no captions and no speaker names: ${error.message.replace(/^The /, 'the ')}`, mayRetry: error.mayRetry }
  }
}

const nothingFound = 'No transcript was found, so there are no captions and no speaker names'

function estimatedNote({ hasMeasuredEnds }: Transcript): string | null {
  return hasMeasuredEnds ? null : 'The transcript tells when sentences begin but not when they end, so ends were estimated.'
}

/**
 * The transcript that came with a recording: the person's file before Fathom's, or none. Cues are in order, lie
 * inside the recording, and have ends. Turns may overlap.
 * @throws AppError `transcript.unreadable`
 */
export async function chooseTranscript({ transcriptPath, transcript: found }: TranscriptSources, durationSeconds: number): Promise<Transcript> {
  const chosen = transcriptPath === null ? found : await readFileTranscript(transcriptPath)
  if (chosen === null) return { origin: 'none', language: null, hasMeasuredEnds: false, cues: [] }
  const cues = clip(chosen.cues, durationSeconds)
  if (cues.length === 0 && chosen.origin === 'file') {
    throw new AppError('transcript.unreadable', 'All times of the transcript lie after the end of the recording. It seems to belong to another one.')
  }
  return cues.length === 0 ? { ...chosen, origin: 'none', cues } : { ...chosen, cues }
}

async function readFileTranscript(path: string): Promise<Transcript> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('transcript.unreadable', 'The transcript file cannot be opened. Please check that it is there and readable.', { cause })
  })
  return parseTranscript(bytes)
}

function clip(cues: readonly Cue[], durationSeconds: number): Cue[] {
  return cues
    .filter(cue => cue.text.trim() !== '' && cue.start < durationSeconds)
    .map(cue => ({ ...cue, end: Math.min(cue.end, durationSeconds), ...clipWords(cue, durationSeconds) }))
    .toSorted((a, b) => a.start - b.start)
}

function clipWords({ words }: Cue, durationSeconds: number): Pick<Cue, 'words'> {
  if (words === undefined) return {}
  return { words: words.filter(word => word.start < durationSeconds).map(word => ({ ...word, end: Math.min(word.end, durationSeconds) })) }
}
