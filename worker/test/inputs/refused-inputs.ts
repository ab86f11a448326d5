import { readFile, writeFile } from 'node:fs/promises'
import { deflateRawSync } from 'node:zlib'
import type { ErrorCode } from '@f2l/common/errors.ts'
import { aac, beeps, ffmpeg, flashes, h264 } from './flash-recording.ts'

/** An input that must be refused with one sentence. */
export interface RefusedInput {
  name: string
  file: string
  make(path: string, folder: string): Promise<void>
  code: ErrorCode | ErrorCode[]
}

const plain = [...flashes(), ...beeps(), ...h264, ...aac]

/** A plain recording whose bytes are then changed. */
function changed(name: string, file: string, code: RefusedInput['code'], change: (bytes: Buffer) => Buffer, options: string[] = []): RefusedInput {
  return { name, file, code, make: async path => {
    await ffmpeg(...plain, ...options, path)
    await writeFile(path, change(await readFile(path)))
  } }
}

function written(name: string, content: string | Buffer, code: RefusedInput['code'] = 'file.not_media', file = 'video.mp4'): RefusedInput {
  return { name, file, code, make: path => writeFile(path, content) }
}

/** The number that follows a box's name at an offset. */
function withNumber(bytes: Buffer, box: string, offset: number, value: number, from = 0): Buffer {
  bytes.writeUInt32BE(value, bytes.indexOf(box, from) + 4 + offset)
  return bytes
}

/** A ZIP file with one text in it. */
function zip(): Buffer {
  const data = deflateRawSync('not a video')
  const header = Buffer.alloc(30)
  header.write('PK\x03\x04', 'latin1')
  header.writeUInt16LE(8, 8)
  header.writeUInt32LE(data.length, 18)
  return Buffer.concat([header, data])
}

const secret = '127.0.0.1:9/secret'
export const refusedInputs: RefusedInput[] = [
  written('empty', '', 'file.empty'),
  written('a text', 'This is no video.\n'.repeat(80)),
  written('a playlist of local files', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'),
  written('a playlist of an address', `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://${secret}.ts\n#EXT-X-ENDLIST\n`),
  written('a playlist after a box of MP4', `\0\0\0\x10ftypisom\0\0\0\0\n#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n`, ['file.broken', 'file.not_media']),
  written('a concat script', "ffconcat version 1.0\nfile '/etc/passwd'\n"),
  written('a DASH manifest', `<?xml version="1.0"?><MPD><Period><AdaptationSet><BaseURL>http://${secret}</BaseURL></AdaptationSet></Period></MPD>`),
  written('an SVG with remote parts', `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="http://${secret}.png"/></svg>`),
  written('ASS subtitles', '[Script Info]\nScriptType: v4.00+\n[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,Hi\n'),
  written('HTML', '<!doctype html><script>alert(1)</script>'),
  written('a ZIP', zip()),
  written('ZIP, then MP4 marks', Buffer.concat([zip(), Buffer.from('\0\0\0\x18ftypisom')])),
  written('MP4 marks, then HTML', Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1'), Buffer.from('<html><script>alert(1)</script></html>')]), 'file.broken'),
  written('a box of 2^63 bytes', Buffer.from('0000000166747970 7fffffffffffffff 69736f6d'.replaceAll(' ', ''), 'hex'), 'file.broken'),
  { name: 'a PNG', file: 'video.mp4', code: 'file.not_media', make: path => ffmpeg('-f', 'lavfi', '-i', 'color=red:s=64x64', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', path) },
  { name: 'a GIF', file: 'moving.gif', code: 'file.not_media', make: path => ffmpeg(...flashes(), path) },
  { name: 'subtitles only', file: 'words.mkv', code: 'file.no_sound_or_picture', make: async (path, folder) => {
    await writeFile(`${folder}/words.srt`, '1\n00:00:00,000 --> 00:00:01,000\nHello\n')
    await ffmpeg('-i', `${folder}/words.srt`, '-c:s', 'srt', path)
  } },
  { name: 'a picture of two by two points', file: 'dot.mkv', code: 'file.no_sound_or_picture', make: path => ffmpeg(...plain, '-vf', 'scale=2:2', '-c:v', 'ffv1', '-pix_fmt', 'bgr0', path) },
  changed('an index that is torn', 'video.mp4', 'file.broken', bytes => bytes.subarray(0, bytes.indexOf('stbl') + 40), ['-movflags', '+faststart']),
  changed('an index that is missing', 'video.mp4', 'file.broken', bytes => bytes.subarray(0, bytes.indexOf('moov') - 4)),
  changed('broken off, index at the start', 'video.mp4', 'file.broken', bytes => bytes.subarray(0, Math.floor(0.2 * bytes.length)), ['-movflags', '+faststart', '-c:v', 'mjpeg']),
  changed('a picture of 100 000 × 100 000', 'video.avi', ['file.too_large', 'file.broken'], bytes => {
    const format = bytes.indexOf('strf') + 8
    bytes.writeInt32LE(100_000, format + 4)
    bytes.writeInt32LE(100_000, format + 8)
    return bytes
  }, ['-c:v', 'rawvideo', '-pix_fmt', 'bgr24', '-vf', 'scale=32:18', '-c:a', 'pcm_s16le']),
  changed('a header that claims 24 h', 'video.mp4', ['file.too_long', 'file.broken'], bytes => {
    const scale = bytes.readUInt32BE(bytes.indexOf('mvhd') + 4 + 12)
    return withNumber(withNumber(bytes, 'mvhd', 16, 86_400 * scale), 'tkhd', 20, 86_400 * scale)
  }),
  { name: 'encrypted', file: 'video.mp4', code: 'file.encrypted', make: path => ffmpeg(...plain, '-encryption_scheme', 'cenc-aes-ctr', '-encryption_key', '76a6c65c5ea762046bd749a2e632ccbb', '-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8', path) },
]
