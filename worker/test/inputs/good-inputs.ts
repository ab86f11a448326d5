import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aac, beeps, ffmpeg, flashes, h264, turn } from './flash-recording.ts'
import type { Colour } from './read-flashes.ts'

/** An input that must become a right video. Times are seconds of the recording as a player counts them. */
export interface GoodInput {
  name: string
  file: string
  make(path: string, folder: string): Promise<void>
  seconds: number
  /** Null: there is no picture. */
  flashes: number[] | null
  beeps: number[]
  corners?: Colour[]
  /** Width by height as shown. */
  shape?: number
  /** What the input's own slow pictures add to what is allowed. */
  slackSeconds?: number
  /** Part of the quick test; the others are left to `npm run inputs`. */
  isQuick?: boolean
}

const upright: Colour[] = ['red', 'green', 'blue', 'yellow']
const usual = { seconds: 3, flashes: [1, 2], beeps: [1, 2], corners: upright, shape: 16 / 9 }
const noSound = { ...usual, beeps: [] }
const noPicture = { seconds: 3, flashes: null, beeps: [1, 2] }

interface Recipe extends Partial<GoodInput> { video?: Parameters<typeof flashes>[0]; sound?: Parameters<typeof beeps>[0] | null; options?: string[] }

/** Picture and sound by ffmpeg, with other options where the case needs them. */
function recipe(name: string, file: string, { video, sound, options = [...h264, ...aac], ...expected }: Recipe = {}): GoodInput {
  const inputs = [...flashes(video), ...(sound === null ? [] : beeps(sound))]
  return { name, file, make: path => ffmpeg(...inputs, ...options, path), ...(sound === null ? noSound : usual), ...expected }
}

function soundOnly(name: string, file: string, codec: string[], sound?: Parameters<typeof beeps>[0]): GoodInput {
  return { name, file, make: path => ffmpeg(...beeps(sound), ...codec, path), ...noPicture }
}

/** Made from a plain recording by copying its streams in another way. */
function remade(name: string, file: string, options: (plain: string) => string[], expected: Partial<GoodInput> = {}, plainOptions: string[] = []): GoodInput {
  return {
    name, file, ...usual, ...expected,
    make: async (path, folder) => {
      const plain = join(folder, 'plain.mp4')
      await ffmpeg(...flashes(), ...beeps(), ...h264, ...aac, '-g', '25', ...plainOptions, plain)
      await ffmpeg(...options(plain), path)
    },
  }
}

function turned(degrees: 90 | 180 | 270, corners: Colour[], isQuick: boolean): GoodInput {
  const made = recipe(`turned by ${degrees}`, 'turned.mp4', { corners, shape: degrees === 180 ? 16 / 9 : 9 / 16, isQuick })
  return { ...made, make: async (path, folder) => { await made.make(path, folder); await turn(path, degrees) } }
}

/** The first part of a file that says how long the whole of it is; or of one that does not. */
function torn(name: string, file: string, share: number, expected: Partial<GoodInput>, options: string[]): GoodInput {
  return {
    name, file, ...usual, slackSeconds: 0.7, ...expected,
    make: async path => {
      await ffmpeg(...flashes({ seconds: 6 }), ...beeps({ seconds: 6 }), ...h264, ...aac, '-g', '50', ...options, path)
      const bytes = await readFile(path)
      await writeFile(path, bytes.subarray(0, Math.floor(share * bytes.length)))
    },
  }
}

const rates: GoodInput[] = [
  recipe('2 pictures a second', 'slow.mp4', { video: { rate: '2' }, seconds: 3, slackSeconds: 0.02, isQuick: true }),
  recipe('10 pictures a second', 'ten.mp4', { video: { rate: '10' } }),
  recipe('23.976 pictures a second', 'film.mp4', { video: { rate: '24000/1001' } }),
  recipe('29.97 pictures a second', 'ntsc.mp4', { video: { rate: '30000/1001' } }),
  recipe('50 pictures a second', 'fifty.mp4', { video: { rate: '50' } }),
  recipe('60 pictures a second', 'sixty.mp4', { video: { rate: '60' } }),
  recipe('120 pictures a second', 'fast.mp4', { video: { rate: '120' } }),
  recipe('variable rate in Matroska', 'variable.mkv', { options: ['-vf', "select='not(mod(n*n,5))+lt(mod(n,25),8)'", '-fps_mode', 'vfr', ...h264, ...aac], isQuick: true }),
  recipe('a screen that hardly changes', 'screen.mp4', { options: ['-vf', "select='lt(mod(n,25),1)+eq(mod(n,25),5)'", '-fps_mode', 'vfr', ...h264, ...aac], slackSeconds: 0.05 }),
  recipe('pictures at the same time', 'same-time.mkv', { options: ['-vf', "setpts='if(mod(N,4),N,N-1)/25/TB'", '-fps_mode', 'passthrough', ...h264, '-bf', '0', ...aac], slackSeconds: 0.04 }),
]

const shapes: GoodInput[] = [
  turned(90, ['blue', 'red', 'yellow', 'green'], true),
  turned(180, ['yellow', 'blue', 'green', 'red'], false),
  turned(270, ['green', 'yellow', 'red', 'blue'], false),
  recipe('points that are not square', 'anamorphic.mp4', { video: { size: '360x270' }, options: ['-vf', 'setsar=4/3', ...h264, ...aac], isQuick: true }),
  recipe('points that are tall', 'tall-points.mp4', { options: ['-vf', 'setsar=1/2', ...h264, ...aac], shape: 8 / 9 }),
  recipe('odd sizes', 'odd.mkv', { video: { size: '641x361' }, options: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p', ...aac], isQuick: true }),
  recipe('the smallest picture', 'smallest.mkv', { video: { size: '16x16' }, options: ['-c:v', 'ffv1', '-pix_fmt', 'bgr0', ...aac], shape: 1 }),
  recipe('a tiny picture', 'tiny.mkv', { video: { size: '33x17' }, options: ['-c:v', 'ffv1', '-pix_fmt', 'bgr0', ...aac], shape: 33 / 17 }),
  recipe('standing', 'standing.mp4', { video: { size: '180x320' }, shape: 9 / 16 }),
  recipe('a wide strip', 'strip.mp4', { video: { size: '1200x60' }, shape: 20 }),
  recipe('4K', 'large.mp4', { video: { size: '3840x2160', rate: '5' } }),
]

const codecs: GoodInput[] = [
  recipe('HEVC of 10 bit', 'hevc10.mp4', { options: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error', '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1', ...aac] }),
  recipe('H.264 of 10 bit', 'high10.mp4', { options: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', ...aac], isQuick: true }),
  recipe('VP9 and Opus in WebM', 'web.webm', { options: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'] }),
  recipe('VP8 with see-through parts', 'alpha.webm', { options: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-pix_fmt', 'yuva420p', '-auto-alt-ref', '0', '-c:a', 'libvorbis'] }),
  recipe('AV1', 'av1.mp4', { options: ['-c:v', 'libsvtav1', '-preset', '12', '-pix_fmt', 'yuv420p', ...aac] }),
  recipe('ProRes', 'prores.mov', { options: ['-c:v', 'prores_ks', '-profile:v', '0', '-c:a', 'pcm_s16le'] }),
  recipe('Motion JPEG in AVI', 'mjpeg.avi', { options: ['-c:v', 'mjpeg', '-q:v', '3', '-c:a', 'pcm_s16le'] }),
  recipe('MPEG-2 in a programme stream', 'dvd.mpg', { options: ['-c:v', 'mpeg2video', '-q:v', '3', '-c:a', 'mp2'], slackSeconds: 0.06 }),
  recipe('MPEG-4 with H.264 in Flash', 'flash.flv', { options: [...h264, ...aac] }),
  recipe('WMV', 'windows.wmv', { options: ['-c:v', 'wmv2', '-q:v', '3', '-c:a', 'wmav2'], slackSeconds: 0.06 }),
  recipe('interlaced', 'interlaced.mp4', { options: [...h264, '-flags', '+ilme+ildct', '-x264opts', 'tff=1', ...aac] }),
  recipe('full range', 'full-range.mp4', { options: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuvj420p', ...aac] }),
  recipe('colours by BT.601', 'sd-colours.mp4', { options: [...h264, '-colorspace', 'bt470bg', '-color_primaries', 'bt470bg', '-color_trc', 'gamma28', ...aac] }),
  recipe('colours by BT.2020 with HDR', 'hdr.mp4', { options: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc', '-pix_fmt', 'yuv420p10le', ...aac] }),
]

const stream = (file: string, options: string[], expected: Partial<GoodInput> & { name: string }): GoodInput => ({
  file, ...usual, ...expected, make: path => ffmpeg(...options, path),
})
const twoSounds = (one: string[], other: string[]): string[] => [...flashes(), ...beeps({ hertz: 500 }), ...lateBeeps, '-map', '0', '-map', '1', '-map', '2', ...h264, ...aac, ...one, ...other]
/** A sound that beeps at other times: taking it for the main one is seen. */
const lateBeeps = ['-f', 'lavfi', '-i', "aevalsrc='0.08*sin(1300*t)+0.5*sin(6283*t)*gte(t,1.4)*lt(mod(t+0.5,1),0.2)':s=48000:d=3:c=mono"]

const sounds: GoodInput[] = [
  recipe('sound of 5.1', 'surround.mp4', { sound: { layout: '5.1', channels: 6 }, isQuick: true }),
  recipe('sound of 7.1', 'eight.mkv', { sound: { layout: '7.1', channels: 8 }, options: [...h264, '-c:a', 'flac'] }),
  recipe('sound at 8 kHz', 'phone.mp4', { sound: { rate: 8000 } }),
  recipe('sound at 44.1 kHz', 'cd.mp4', { sound: { rate: 44_100, layout: 'stereo', channels: 2 } }),
  recipe('sound at 96 kHz', 'fine.mkv', { sound: { rate: 96_000, layout: 'stereo', channels: 2 }, options: [...h264, '-c:a', 'flac'] }),
  recipe('no sound', 'mute.mp4', { sound: null }),
  stream('still.mp4', [...flashes(), '-f', 'lavfi', '-i', 'anullsrc=r=48000:d=3', ...h264, ...aac, '-t', '3'], { name: 'silent sound', beeps: [] }),
  stream('default.mkv', twoSounds(['-disposition:a:0', '0'], ['-disposition:a:1', 'default']), { name: 'two sounds, the second is the default', beeps: [1.5, 2.5] }),
  stream('comment.mkv', twoSounds(['-disposition:a:0', 'default'], ['-disposition:a:1', 'comment']), { name: 'a commentary beside the sound' }),
  stream('comment-first.mkv', twoSounds(['-disposition:a:0', 'default+comment'], ['-disposition:a:1', '0']), { name: 'a commentary that calls itself the default', beeps: [1.5, 2.5] }),
  stream('two-pictures.mkv', ['-f', 'lavfi', '-i', 'color=gray:s=160x90:d=3:r=25', ...flashes(), ...beeps(), '-map', '0', '-map', '1', '-map', '2', ...h264, ...aac, '-disposition:v:0', '0', '-disposition:v:1', 'default'], { name: 'two pictures, the second is the default' }),
  stream('many.mkv', [...flashes(), ...beeps(), '-map', '0', ...Array.from({ length: 500 }, () => ['-map', '1']).flat(), ...h264, '-c:a', 'pcm_s16le'], { name: '500 streams', isQuick: true }),
  soundOnly('WAV', 'sound.wav', ['-c:a', 'pcm_s16le']),
  soundOnly('MP3 of variable bit rate', 'sound.mp3', ['-c:a', 'libmp3lame', '-q:a', '4']),
  soundOnly('M4A', 'sound.m4a', aac),
  soundOnly('Opus in Ogg', 'sound.ogg', ['-c:a', 'libopus']),
  soundOnly('FLAC', 'sound.flac', ['-c:a', 'flac'], { rate: 44_100 }),
  soundOnly('bare AAC', 'sound.aac', [...aac, '-f', 'adts']),
  { ...noPicture, name: 'an MP3 with a cover', file: 'song.mp3', make: path => ffmpeg(...beeps(), '-f', 'lavfi', '-i', 'color=red:s=64x64:d=0.04', '-map', '0', '-map', '1', '-c:a', 'libmp3lame', '-c:v', 'png', '-disposition:v:0', 'attached_pic', path) },
  { ...noPicture, seconds: 0.1, beeps: [0], name: 'a tenth of a second of sound', file: 'click.wav', make: path => ffmpeg('-f', 'lavfi', '-i', 'sine=d=0.1', path) },
]

const times: GoodInput[] = [
  remade('an edit list that skips the start', 'edit-list.mp4', plain => ['-ss', '0.5', '-i', plain, '-c', 'copy'], { seconds: 2.5, flashes: [0.5, 1.5], beeps: [0.5, 1.5], isQuick: true }, ['-g', '75']),
  remade('sound that begins 2 s late', 'late-sound.mp4', plain => ['-i', plain, '-itsoffset', '2', '-i', plain, '-map', '0:v', '-map', '1:a', '-c', 'copy'], { seconds: 5, beeps: [3, 4] }),
  remade('picture that begins 2 s late', 'late-picture.mp4', plain => ['-itsoffset', '2', '-i', plain, '-i', plain, '-map', '0:v', '-map', '1:a', '-c', 'copy'], { seconds: 5, flashes: [3, 4] }),
  recipe('sound that is longer than the picture', 'long-sound.mp4', { sound: { seconds: 6 }, seconds: 6, beeps: [1, 2, 3, 4, 5] }),
  recipe('picture that is longer than the sound', 'long-picture.mp4', { video: { seconds: 6 }, seconds: 6, flashes: [1, 2, 3, 4, 5] }),
  remade('index at the start', 'faststart.mp4', plain => ['-i', plain, '-c', 'copy', '-movflags', '+faststart']),
  remade('in fragments', 'fragments.mp4', plain => ['-i', plain, '-c', 'copy', '-movflags', 'frag_keyframe+empty_moov+default_base_moof']),
  remade('a transport stream', 'stream.ts', plain => ['-i', plain, '-c', 'copy']),
  remade('a transport stream whose clock starts anew', 'wrap.ts', plain => ['-i', plain, '-c', 'copy', '-output_ts_offset', '95442.2', '-muxdelay', '0'], { slackSeconds: 0.05 }),
  remade('times from 10 h on', 'ten-hours.mkv', plain => ['-i', plain, '-c', 'copy', '-output_ts_offset', '36000'], { isQuick: true }),
  remade('times below zero', 'negative.mp4', plain => ['-itsoffset', '-0.4', '-i', plain, '-c', 'copy', '-avoid_negative_ts', 'disabled'], { seconds: 2.6, flashes: [0.6, 1.6], beeps: [0.6, 1.6], slackSeconds: 0.03 }),
  remade('times below zero in Matroska', 'negative.mkv', plain => ['-itsoffset', '-0.4', '-i', plain, '-c', 'copy', '-avoid_negative_ts', 'disabled'], { slackSeconds: 0.03, isQuick: true }),
  torn('broken off, Matroska', 'torn.mkv', 0.8, { seconds: 4.9, flashes: [1, 2, 3, 4], beeps: [1, 2, 3, 4] }, []),
  torn('broken off, transport stream', 'torn.ts', 0.8, { seconds: 4.9, flashes: [1, 2, 3, 4], beeps: [1, 2, 3, 4] }, []),
  { ...recipe('a single picture', 'one.mp4', { video: { seconds: 0.04 }, sound: null }), seconds: 0.04, flashes: [], isQuick: true },
]

export const goodInputs: GoodInput[] = [...rates, ...shapes, ...codecs, ...sounds, ...times]
