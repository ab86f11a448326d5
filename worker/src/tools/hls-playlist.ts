import { parse, setOptions, type types } from 'hls-parser'
import { AppError } from '@f2l/common/errors.ts'

export interface ByteRange { start: number; end: number }
export interface RemotePart { url: string; range: ByteRange | null }
export interface SegmentKey { url: string; iv: Buffer }
export interface RemoteSegment extends RemotePart {
  durationSeconds: number
  isDiscontinuous: boolean
  /** The header that fragmented MP4 segments need. */
  map: RemotePart | null
  key: SegmentKey | null
}
export interface RemotePlaylist { targetDuration: number; segments: RemoteSegment[] }
/** Where the chosen picture and, if it comes apart, its sound are listed. */
export interface ChosenRendition { videoUrl: string; audioUrl: string | null }

const tallestPicture = 1080
const mostSegments = 50_000

/**
 * Reads a playlist. A master playlist gives the rendition to take: the best of at most 1080 lines.
 * @throws AppError `file.broken`, `link.unreadable_page` while the recording is still being made
 */
export function readPlaylist(text: string, url: string): { kind: 'master'; choice: ChosenRendition } | { kind: 'media'; playlist: RemotePlaylist } {
  const parsed = parsePlaylist(text)
  if (parsed.isMasterPlaylist) return { kind: 'master', choice: chooseRendition(parsed as types.MasterPlaylist, url) }
  return { kind: 'media', playlist: readMedia(parsed as types.MediaPlaylist, url) }
}

function parsePlaylist(text: string): types.MasterPlaylist | types.MediaPlaylist {
  // It would write to the console what it thinks of a stranger's playlist.
  setOptions({ silent: true })
  try {
    return parse(text)
  } catch (cause) {
    throw new AppError('file.broken', 'The video\'s playlist cannot be read. Please upload the file instead.', { cause })
  }
}

function chooseRendition({ variants }: types.MasterPlaylist, base: string): ChosenRendition {
  const playable = variants.filter(variant => variant.isIFrameOnly !== true)
  const fitting = playable.filter(variant => (variant.resolution?.height ?? 0) <= tallestPicture)
  const ranked = (fitting.length > 0 ? fitting : playable).toSorted(fitting.length > 0 ? bestFirst : smallestFirst)
  const best = ranked[0]
  if (best === undefined) throw new AppError('file.broken', 'The video\'s playlist lists no video. Please upload the file instead.')
  const sound = best.audio.find(rendition => rendition.isDefault && rendition.uri) ?? best.audio.find(rendition => rendition.uri)
  return { videoUrl: resolve(best.uri, base), audioUrl: sound?.uri === undefined ? null : resolve(sound.uri, base) }
}

function bestFirst(a: types.Variant, b: types.Variant): number {
  return (b.resolution?.height ?? 0) - (a.resolution?.height ?? 0) || b.bandwidth - a.bandwidth
}

function smallestFirst(a: types.Variant, b: types.Variant): number {
  return -bestFirst(a, b)
}

function readMedia(media: types.MediaPlaylist, base: string): RemotePlaylist {
  if (!media.endlist && media.playlistType !== 'VOD') {
    throw new AppError('link.unreadable_page', 'This recording is still being made. Please try again when it is complete.', { retryAfterSeconds: 120 })
  }
  const segments = media.segments.filter(segment => segment.gap !== true).map(segment => readSegment(segment, base))
  if (segments.length === 0) throw new AppError('file.broken', 'The video\'s playlist is empty. Please upload the file instead.')
  if (segments.length > mostSegments) throw new AppError('file.too_long', 'The video\'s playlist has too many parts to be a meeting.')
  return { targetDuration: Math.max(1, ...segments.map(segment => Math.ceil(segment.durationSeconds))), segments }
}

function readSegment(segment: types.Segment, base: string): RemoteSegment {
  const map = segment.map as types.MediaInitializationSection | null | undefined
  return {
    ...readPart(segment.uri, segment.byterange as { length: number; offset: number } | null | undefined, base),
    durationSeconds: Number.isFinite(segment.duration) ? Math.max(0, segment.duration) : 0, isDiscontinuous: segment.discontinuity === true,
    map: map == null ? null : readPart(map.uri, map.byterange, base),
    key: readKey(segment, base),
  }
}

function readPart(uri: string, range: { length: number; offset: number } | null | undefined, base: string): RemotePart {
  return { url: resolve(uri, base), range: range == null ? null : { start: range.offset, end: range.offset + range.length - 1 } }
}

/** AES-128 with a fetched key is plain HLS; anything beyond it is copy protection, which is left alone. */
function readKey({ key, mediaSequenceNumber }: types.Segment, base: string): SegmentKey | null {
  if (key === undefined || key === null || key.method === 'NONE') return null
  if (key.method !== 'AES-128' || key.uri === undefined || (key.format !== undefined && key.format !== 'identity')) {
    throw new AppError('file.not_media', 'This video is copy-protected and cannot be fetched. Please upload the file.')
  }
  const iv = Buffer.alloc(16)
  // Without an IV of its own, a segment's number is the IV (RFC 8216 §5.2).
  if (key.iv === undefined || key.iv === null) iv.writeBigUInt64BE(BigInt(mediaSequenceNumber), 8)
  else Buffer.from(key.iv).copy(iv)
  return { url: resolve(key.uri, base), iv }
}

/** Whether an address may be fetched at all is decided where it is fetched. */
function resolve(uri: string, base: string): string {
  if (!URL.canParse(uri, base)) throw new AppError('file.broken', 'The video\'s playlist holds an address that cannot be read.')
  const url = new URL(uri, base)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new AppError('url.refused', 'The video\'s playlist points to something that is not on the web, so it is not fetched.')
  }
  return url.href
}
