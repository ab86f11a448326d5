import { AppError } from '@f2l/common/errors.ts'

/** Bytes that are looked at: enough for every signature below and for telling text. */
export const sniffedBytes = 4096

const signatures: { name: string; bytes: number[] }[] = [
  { name: 'a PDF document', bytes: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a ZIP archive or an Office document', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'a picture', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a picture', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a picture', bytes: [0x47, 0x49, 0x46, 0x38] },
  { name: 'a program', bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { name: 'a program', bytes: [0x4d, 0x5a] },
  { name: 'an archive', bytes: [0x1f, 0x8b] },
  { name: 'an archive', bytes: [0x37, 0x7a, 0xbc, 0xaf] },
  { name: 'an archive', bytes: [0x52, 0x61, 0x72, 0x21] },
  { name: 'a database', bytes: [...Buffer.from('SQLite format 3')] },
]

/**
 * A first look at an upload, so that plain mistakes are told at once; whether it really plays is
 * for the worker to find out.
 * @throws AppError `file.empty`, `file.not_media`
 */
export function requireMediaStart(start: Buffer): void {
  if (start.length === 0) throw new AppError('file.empty', 'The file is empty. Please choose the recording again.')
  const known = signatures.find(({ bytes }) => Buffer.from(bytes).equals(start.subarray(0, bytes.length)))
  if (known) throw notMedia(known.name)
  if (isText(start)) throw notMedia(looksLikeHtml(start) ? 'a web page' : 'a text')
}

/** Media has bytes that no text has within its first kilobytes. A letter may be cut at the end of the piece. */
function isText(start: Buffer): boolean {
  const encoding = start[0] === 0xff && start[1] === 0xfe ? 'utf-16le' : 'utf-8'
  try {
    return ![...new TextDecoder(encoding, { fatal: true }).decode(start, { stream: true })].some(isControl)
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** Control characters other than white space and escape. */
function isControl(character: string): boolean {
  const code = character.charCodeAt(0)
  return code < 0x09 || (code > 0x0d && code < 0x20 && code !== 0x1b)
}

function looksLikeHtml(start: Buffer): boolean {
  return /^\s*(<!doctype html|<html|<head|<\?xml|<svg)/i.test(start.toString('latin1'))
}

function notMedia(what: string): AppError {
  return new AppError('file.not_media', `This file is ${what}, not a video or audio recording. Please choose the recording itself (MP4, MOV, WebM, MKV, MP3, M4A, WAV …).`)
}
