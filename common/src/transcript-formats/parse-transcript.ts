import type { Transcript } from '../contracts/transcript.ts'
import { AppError } from '../errors.ts'
import { withEstimatedEnds, type RawCue } from './cue-ends.ts'
import { readJsonCues } from './json-cues.ts'
import { parseSpeakerLines } from './speaker-lines.ts'
import { parseSubRip } from './subrip.ts'
import { whatIsTooMuch } from './transcript-caps.ts'
import { parseWebVtt } from './webvtt.ts'

const maxBytes = 32 * 1024 * 1024

/**
 * Reads a transcript file: WebVTT, SubRip, plain text with times, or JSON. The content decides, not the file's name.
 * Cues come sorted by start; turns may overlap; missing ends are estimated.
 * @throws AppError `transcript.unreadable`
 */
export function parseTranscript(bytes: Uint8Array): Transcript {
  if (bytes.length > maxBytes) throw unreadable('The transcript is larger than 32 MB. Please give a smaller file.')
  const text = decode(bytes).replace(/\r\n?/g, '\n')
  if (text.trim() === '') throw unreadable('The transcript file is empty.')
  const cues = readCues(text)
  if (cues.length === 0) throw unreadable('No line of the transcript could be read. WebVTT, SRT, JSON, and text with a time before each turn are understood.')
  const tooMuch = whatIsTooMuch(cues)
  if (tooMuch !== null) throw unreadable(tooMuch)
  return { origin: 'file', language: null, ...withEstimatedEnds(cues, null) }
}

/** Expressions here and in the formats look at no place twice: `\s*` at the start of each line would read a file of empty lines once a line. */
function readCues(text: string): RawCue[] {
  const start = text.trimStart()
  if (start.startsWith('WEBVTT')) return parseWebVtt(text)
  if (start.startsWith('{') || (start.startsWith('[') && !/^\[\d+:/.test(start))) return readJsonCues(parseJson(text))
  if (/^[^\S\n]*\d[\d:.,]*[^\S\n]*-->/m.test(text)) return parseSubRip(text)
  const cues = parseSpeakerLines(text)
  if (cues.length === 0 && /^[^\S\n]*[^:\n]{1,60}:[^\S\n]+\S/m.test(text)) {
    throw unreadable('This transcript has no times, so it cannot be matched to the recording. Please export it with timestamps (for example as VTT or SRT).')
  }
  return cues
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('transcript.unreadable', 'The transcript looks like JSON, but is broken. Please export it again.', { cause })
  }
}

/** UTF-8, or UTF-16 with its mark; old subtitles in Windows-1252 are the fallback. Control characters are dropped. */
function decode(bytes: Uint8Array): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (!isWide && bytes.subarray(0, 8192).includes(0)) throw unreadable('This is not a text file. Please give the transcript as VTT, SRT, TXT or JSON.')
  if (isWide) return clean(new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes))
  try {
    return clean(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return clean(new TextDecoder('windows-1252').decode(bytes))
  }
}

function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is removed
  return text.replace(/^\ufeff/, '').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
}

function unreadable(message: string): AppError {
  return new AppError('transcript.unreadable', message)
}
