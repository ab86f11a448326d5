import { readFile } from 'node:fs/promises'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import { AppError } from '@f2l/common/errors.ts'
import { parseTranscript } from '@f2l/common/transcript-formats/parse-transcript.ts'

export interface TranscriptSources {
  /** A file the person gave; it wins over everything. */
  transcriptPath: string | null
  /** What came with the recording (Fathom's page, copy or API), already the best of its kind. */
  transcript: Transcript | null
}

/**
 * The transcript that the video is made with: the person's file before Fathom's, or none. Cues are in order, lie
 * inside the recording, and have ends. Turns may overlap.
 * @throws AppError `transcript.unreadable`
 */
export async function chooseTranscript({ transcriptPath, transcript }: TranscriptSources, durationSeconds: number): Promise<Transcript> {
  const chosen = transcriptPath === null ? transcript : await readFileTranscript(transcriptPath)
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
