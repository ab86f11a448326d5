import { open } from 'node:fs/promises'
import { AppError } from '@f2l/common/errors.ts'

export type Container = 'mp4' | 'matroska' | 'avi' | 'wav' | 'mp3' | 'aac' | 'ogg' | 'flac' | 'aiff' | 'caf' | 'mpegts' | 'mpeg' | 'flv' | 'asf' | 'w64' | 'amr'

/** What a file is by its first bytes, never by its name. `playlist` names other files: it is no media. */
export type Sniffed = { kind: 'media'; container: Container; extension: string } | { kind: 'playlist' } | { kind: 'other' }

const headBytes = 1024
const extensions: Record<Container, string> = {
  mp4: 'mp4', matroska: 'mkv', avi: 'avi', wav: 'wav', mp3: 'mp3', aac: 'aac', ogg: 'ogg', flac: 'flac', aiff: 'aiff', caf: 'caf',
  mpegts: 'ts', mpeg: 'mpg', flv: 'flv', asf: 'wmv', w64: 'w64', amr: 'amr',
}
const movieBoxes = new Set(['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'styp', 'sidx', 'moof'])
/** Brands of still pictures that use the same boxes as movies. */
const pictureBrands = new Set(['heic', 'heix', 'heif', 'mif1', 'msf1', 'avif', 'avis', 'jxl ', 'crx '])
const asfHeader = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex')
const wave64Header = Buffer.from('726966662e91cf11a5d628db04c10000', 'hex')

/**
 * Makes sure that a file is a recording before any other program opens it. `subject` begins the error's sentence.
 * @throws AppError `file.not_found`, `file.empty`, `file.not_media`
 */
export async function requireMedia(path: string, subject = 'This file'): Promise<{ container: Container; extension: string }> {
  const sniffed = await sniffFile(path)
  if (sniffed.kind === 'media') return sniffed
  throw new AppError('file.not_media', sniffed.kind === 'playlist'
    ? `${subject} is a playlist that points to other files, not a recording. Please give the video or sound file itself.`
    : `${subject} is not a video or sound recording. Please give a file such as MP4, MOV, WebM, MP3, M4A or WAV.`)
}

/** @throws AppError `file.not_found`, `file.empty` */
export async function sniffFile(path: string): Promise<Sniffed> {
  const head = await readHead(path)
  if (head.length === 0) throw new AppError('file.empty', 'The file is empty. Please check that it was saved or uploaded completely.')
  return sniff(head)
}

export function sniff(head: Buffer): Sniffed {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '').trimStart()
  if (/^(#EXTM3U|ffconcat|\[playlist\]|<\?xml[^>]*>\s*<(MPD|SmoothStreamingMedia|playlist)|<MPD)/i.test(text)) return { kind: 'playlist' }
  const container = containerOf(head)
  return container === null ? { kind: 'other' } : { kind: 'media', container, extension: extensions[container] }
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new AppError('file.not_found', 'The file cannot be opened. Please check that it is there and readable.', { cause })
  })
  try {
    if (!(await file.stat()).isFile()) throw new AppError('file.not_found', 'This is not a file. Please give the path of one recording.')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function containerOf(head: Buffer): Container | null {
  const at = (start: number, end: number): string => head.toString('latin1', start, end)
  if (movieBoxes.has(at(4, 8))) return at(4, 8) === 'ftyp' && pictureBrands.has(at(8, 12)) ? null : 'mp4'
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return 'matroska'
  if (at(0, 4) === 'RIFF' || at(0, 4) === 'RF64') return ({ 'AVI ': 'avi', 'WAVE': 'wav' } as const)[at(8, 12)] ?? null
  if (at(0, 4) === 'FORM') return at(8, 11) === 'AIF' ? 'aiff' : null
  const plain = ({ OggS: 'ogg', fLaC: 'flac', caff: 'caf' } as const)[at(0, 4)]
  if (plain !== undefined) return plain
  if (at(0, 3) === 'ID3') return 'mp3'
  if (at(0, 3) === 'FLV') return 'flv'
  if (at(0, 5) === '#!AMR') return 'amr'
  if (head.subarray(0, 16).equals(asfHeader)) return 'asf'
  if (head.subarray(0, 16).equals(wave64Header)) return 'w64'
  if (isTransportStream(head)) return 'mpegts'
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1ba) return 'mpeg'
  return bareAudio(head)
}

/** Packets of 188 bytes (192 with a time code in front) that all begin with 0x47. */
function isTransportStream(head: Buffer): boolean {
  const fits = (first: number, size: number): boolean => [0, 1, 2, 3].every(packet => first + packet * size >= head.length || head[first + packet * size] === 0x47)
  return head.length >= 188 && (fits(0, 188) || fits(4, 192))
}

/** MP3 and AAC without any header: a frame's sync word, with fields that such a frame can have. */
function bareAudio(head: Buffer): Container | null {
  if (head.length < 4 || head[0] !== 0xff) return null
  const [, second, third] = head as unknown as [number, number, number]
  if ((second & 0xf6) === 0xf0) return 'aac'
  const isFrame = (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) !== 0 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c
  return isFrame ? 'mp3' : null
}
