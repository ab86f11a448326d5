import { open, stat } from 'node:fs/promises'
import { AppError } from '@f2l/common/errors.ts'
import type { MediaInfo } from '../plan/facts.ts'
import { chooseGrid, measureRate } from '../plan/frame-grid.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { listPackets, type PacketList } from '../tools/packet-list.ts'
import { makePacketShelf, type PacketShelf } from '../tools/packet-shelf.ts'
import { maxPixels, probeFile, type ProbedFile, type ProbedStream } from '../tools/probe-media.ts'

export interface ProbeInput {
  sha256: string
  /** Longest recording that is taken. */
  maxSeconds: number
}
export interface ProbeContext { tools: FfmpegTools; signal: AbortSignal; /** Gets the picture's packets. */ packets?: PacketShelf }

/** No side of a picture may be longer: what encoders can do, and more than 8K. */
const longestSide = 16_384
/** A block of H.264: a picture with a shorter side is a point that counts visitors, nothing that anybody recorded. */
const shortestSide = 16

/**
 * Looks at a local file without decoding it: what is in it, how long it is by its own packets, how it is to be shown.
 * @throws AppError `file.not_found`, `file.empty`, `file.not_media`, `file.broken`, `file.encrypted`, `file.no_sound_or_picture`,
 *   `file.too_large` (picture), `file.too_long`
 */
export async function probe(path: string, { sha256, maxSeconds }: ProbeInput, { tools, signal, packets = makePacketShelf(tools) }: ProbeContext): Promise<MediaInfo> {
  const sizeBytes = await sizeOf(path)
  const { file, said } = await probeFile(tools, path, signal)
  if (!file) throw await unreadable(path, said)
  const picture = chooseVideo(file.streams)
  const sound = chooseAudio(file.streams)
  if (!picture) refuseUnusablePicture(file.streams)
  if (!picture && !sound) throw new AppError('file.no_sound_or_picture', 'This file holds neither sound nor a moving picture, so there is nothing to make a video from.')
  refuseEncrypted(file, [picture, sound])
  if (picture) refuseImpossibleSize(picture)
  const promised = promisedSeconds(file.format)
  refuseTooLong(promised, maxSeconds)
  const [video, audio] = await Promise.all([
    picture && withPackets(picture, packets.list(path, String(picture.index), signal)),
    sound && withPackets(sound, listPackets(tools, path, String(sound.index), signal)),
  ])
  if (!video && !audio) throw new AppError('file.broken', 'This recording is damaged: it names sound or picture but holds none. Please export or download it again.')
  const durationSeconds = Math.max(video?.packets.end ?? 0, audio?.packets.end ?? 0)
  if (!(durationSeconds > 0)) throw new AppError('file.broken', 'This recording is damaged: it has no length. Please export or download it again.')
  refuseTooLong(durationSeconds, maxSeconds)
  refuseTorn(durationSeconds, promised)
  return {
    sha256, sizeBytes, durationSeconds,
    hasVideo: Boolean(video), hasAudio: Boolean(audio),
    video: video ? describeVideo(video) : null,
    audio: audio ? describeAudio(audio) : null,
    grid: gridOf(video?.packets ?? null, durationSeconds),
  }
}

interface Indexed { stream: ProbedStream; packets: PacketList }

async function sizeOf(path: string): Promise<number> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw new AppError('file.not_found', 'The file was not found; please check its name.', { cause })
  })
  if (!facts.isFile()) throw new AppError('file.not_media', 'This is not a file but a folder or a device; please give a video or audio file.')
  if (facts.size === 0) throw new AppError('file.empty', 'The file is empty (0 bytes); please choose the recording again.')
  return facts.size
}

/** Starts of containers that people record in; a file with one of them that cannot be read is damaged, not foreign. */
async function unreadable(path: string, said: string): Promise<AppError> {
  const cause = new Error(said)
  if (await startsLikeMedia(path)) {
    return new AppError('file.broken', 'This recording is damaged or incomplete and cannot be opened; please export or download it again.', { cause })
  }
  return new AppError('file.not_media', 'This file is neither video nor audio that can be read; please choose an MP4, MOV, WebM, MKV, MP3, M4A or WAV file.', { cause })
}

async function startsLikeMedia(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0)
    const start = buffer.toString('latin1')
    return start.slice(4, 8) === 'ftyp' || start.slice(4, 8) === 'moov' || start.slice(4, 8) === 'mdat' || start.startsWith('\x1A\x45\xDF\xA3')
      || start.startsWith('RIFF') || start.startsWith('OggS') || start.startsWith('fLaC') || start.startsWith('ID3') || start.startsWith('FLV')
  } finally {
    await handle.close()
  }
}

/** Its sound alone would be a video without what was to be seen. Sizes that no memory holds come out of ffprobe as 0. */
function refuseUnusablePicture(streams: ProbedStream[]): void {
  if (!streams.some(isMovingPicture)) return
  throw new AppError('file.broken', 'The picture of this recording is damaged: it has no usable size. Please export or download it again.')
}

function isMovingPicture({ codec_type: type, disposition }: ProbedStream): boolean {
  return type === 'video' && !disposition.attached_pic && !disposition.timed_thumbnails
}

/** MP4's common encryption: the key is elsewhere, and what is decoded without it is noise. */
function refuseEncrypted({ packets }: ProbedFile, chosen: (ProbedStream | null)[]): void {
  const isOurs = (index: number): boolean => chosen.some(stream => stream?.index === index)
  if (!packets.some(packet => isOurs(packet.stream_index) && packet.side_data_list.some(data => data.side_data_type === 'Encryption info'))) return
  throw new AppError('file.encrypted', 'This recording has copy protection (DRM) and cannot be opened; please export it without protection.')
}

/** Cover art and thumbnails are pictures but no video. */
function chooseVideo(streams: ProbedStream[]): ProbedStream | null {
  const moving = streams.filter(stream => isMovingPicture(stream) && stream.width > 0 && stream.height > 0)
  return best(moving, stream => [stream.disposition.default ?? 0, stream.width * stream.height])
}

function chooseAudio(streams: ProbedStream[]): ProbedStream | null {
  const audible = streams.filter(stream => stream.codec_type === 'audio' && stream.channels > 0 && stream.sample_rate > 0)
  return best(audible, stream => [
    isCommentary(stream) ? 0 : 1, stream.disposition.default ?? 0, Math.round(stream.duration) || 0, stream.channels,
  ])
}

function isCommentary({ disposition }: ProbedStream): boolean {
  return Boolean(disposition.comment || disposition.visual_impaired || disposition.hearing_impaired || disposition.descriptions)
}

/** The item of the highest rank (compared number by number); the first of equals. */
function best<T>(items: T[], rankOf: (item: T) => number[]): T | null {
  const ranked = items.map(item => ({ item, rank: rankOf(item) }))
  ranked.sort((a, b) => {
    const at = a.rank.findIndex((value, index) => value !== b.rank[index])
    return at < 0 ? 0 : b.rank[at]! - a.rank[at]!
  })
  return ranked[0]?.item ?? null
}

function refuseImpossibleSize({ width, height }: ProbedStream): void {
  if (Math.min(width, height) < shortestSide) {
    throw new AppError('file.no_sound_or_picture', `The picture of this recording is only ${width} × ${height} points, too small to show anything; please export it larger.`)
  }
  if (width <= longestSide && height <= longestSide && width * height <= maxPixels) return
  throw new AppError('file.too_large', `The picture of this recording is ${width} × ${height} points, larger than anything a camera or screen makes; please export it smaller.`)
}

function refuseTooLong(seconds: number, maxSeconds: number): void {
  if (!(seconds > maxSeconds)) return
  throw new AppError('file.too_long', `This recording is ${readableLength(seconds)} long; at most ${readableLength(maxSeconds)} can be converted.`)
}

/** Matroska counts its length from time 0, not from its first picture: a stream recorded from its tenth hour on is not ten hours long. */
function promisedSeconds({ format_name: format, start_time: start, duration }: ProbedFile['format']): number {
  return format.includes('matroska') && start > 0 ? duration - start : duration
}

/** A download that broke off has a header that promises more than there is. A lost last second is no reason to refuse. */
function refuseTorn(seconds: number, promised: number): void {
  if (!(promised - seconds > 2 + 0.05 * promised)) return
  throw new AppError('file.broken', `This recording breaks off after ${seconds.toFixed(0)} of ${promised.toFixed(0)} seconds; please export or download it again.`)
}

function readableLength(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`
}

async function withPackets(stream: ProbedStream, listing: Promise<PacketList>): Promise<Indexed | null> {
  const packets = await listing
  return packets.seconds.length > 0 ? { stream, packets } : null
}

function describeVideo({ stream, packets: { seconds } }: Indexed): MediaInfo['video'] {
  const rotation = rotationOf(stream)
  const { rate, isVariable } = measureRate(seconds)
  return {
    ...displayedSize(stream, rotation), rotation,
    averageRate: fraction(stream.avg_frame_rate) || rate, isVariableRate: isVariable,
    codec: stream.codec_name, bitDepth: bitDepthOf(stream), untaggedMatrix: untaggedMatrixOf(stream),
    startSeconds: Math.max(0, seconds[0]!), streamIndex: stream.index,
  }
}

function describeAudio({ stream, packets: { seconds } }: Indexed): MediaInfo['audio'] {
  return {
    channels: stream.channels, sampleRate: stream.sample_rate, codec: stream.codec_name,
    startSeconds: Math.max(0, seconds[0]!), streamIndex: stream.index,
  }
}

function gridOf(packets: PacketList | null, durationSeconds: number): MediaInfo['grid'] {
  const { num, den } = chooseGrid(packets && measureRate(packets.seconds))
  return { num, den, frames: Math.max(1, Math.round(durationSeconds * num / den)) }
}

/** Degrees clockwise (0, 90, 180, 270) that a player turns the stored picture. ffprobe counts the other way. */
function rotationOf({ side_data_list: sideData, tags }: ProbedStream): number {
  const stored = sideData.find(data => data.rotation !== undefined)?.rotation
  const clockwise = stored === undefined ? Number(tags.rotate ?? 0) : -stored
  return ((Math.round(clockwise / 90) * 90 % 360) + 360) % 360 || 0
}

function displayedSize({ width, height, sample_aspect_ratio: aspect }: ProbedStream, rotation: number): { width: number; height: number } {
  const ratio = fraction(aspect.replace(':', '/'))
  const isOdd = ratio > 0.1 && ratio < 10
  const wide = isOdd ? Math.max(1, Math.round(width * ratio)) : width
  return rotation % 180 === 0 ? { width: wide, height } : { width: height, height: wide }
}

function bitDepthOf({ bits_per_raw_sample: bits, pix_fmt: format }: ProbedStream): number {
  if (Number.isInteger(bits) && bits > 0) return bits
  return Number(/p(9|10|12|14|16)(le|be)?$/.exec(format)?.[1] ?? 8)
}

/** Large pictures are BT.709, small ones BT.601, as players guess too. */
function untaggedMatrixOf({ color_space: space, width, height }: ProbedStream): 'bt709' | 'bt601' | null {
  if (!['unknown', 'reserved', 'unspecified'].includes(space)) return null
  return Math.max(width, height) >= 1280 || height >= 720 ? 'bt709' : 'bt601'
}

function fraction(text: string): number {
  const [above, below] = text.split('/').map(Number)
  const value = above! / (below ?? 1)
  return Number.isFinite(value) ? value : 0
}

