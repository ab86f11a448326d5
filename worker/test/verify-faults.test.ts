import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Check } from '@f2l/common/contracts/report.ts'
import { checkPicture } from '../src/stages/verify/check-picture.ts'
import { checkSound } from '../src/stages/verify/check-sound.ts'
import { openSight } from '../src/stages/verify/looks.ts'
import type { VerifyContext, VerifyInput } from '../src/stages/verify/verify-input.ts'
import { FailedChecks, verify } from '../src/stages/verify.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { joinVideo } from '../src/tools/join-video.ts'
import { browser, signal, tools } from './barcode-recording.ts'
import { smallMeeting, type SmallMeeting } from './small-meeting.ts'

let folder: string
let meeting: SmallMeeting

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-faults-'))
  meeting = await smallMeeting(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a good video passes every check, each with its figure', async () => {
  const checks = await check(meeting.videoPath)
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
  expect(new Set(checks.map(({ name }) => name)).size).toBe(16)
  const details = Object.fromEntries(checks.map(({ name, detail }) => [name, detail]))
  expect(details['cues-kept']).toContain('3 of 3')
  expect(details['in-sync']).toMatch(/at most \d\.\d ms off its picture at 1\d places/)
  expect(Number(/^(\d+) pictures/.exec(details['pictures-in-place']!)?.[1])).toBeGreaterThan(3)
  expect(Number(/at (\d+) places/.exec(details['bubble-in-place']!)?.[1])).toBeGreaterThan(3)
  expect(details['cuts-clean']).toContain('At 5 edges')
})

const pictureBy = (preset: string): string[] => ['-c:v', 'libx264', '-preset', preset, '-crf', '20', '-video_track_timescale', '12800', '-pix_fmt', 'yuv420p']
const picture = pictureBy('ultrafast')
const samePicture = ['-c:v', 'copy']
const sameSound = ['-c:a', 'copy']
const sound = ['-c:a', 'aac', '-b:a', '160k']
const filtered = (filter: string): string[] => ['-vf', filter, ...picture, ...sameSound]
const heard = (filter: string): string[] => ['-af', filter, ...samePicture, ...sound]
/** Through a graph, where one picture is laid over another or sound is put together anew. */
const laid = (graph: string): string[] => ['-filter_complex', graph, '-map', '[v]', '-map', '0:a', ...pictureBy('veryfast'), ...sameSound]
const rearranged = (graph: string): string[] => ['-filter_complex', graph, '-map', '0:v', '-map', '[a]', ...samePicture, ...sound]

/** Seconds of the output: the title is one second long; cuts lie at 7 and 13; the bubble is at the lower left. */
const faults: { what: string; caughtBy: Check['name']; options: string[] }[] = [
  { what: 'sound that comes 80 ms late', caughtBy: 'in-sync', options: heard('adelay=80:all=1,atrim=end=19') },
  { what: 'sound that comes 80 ms early', caughtBy: 'in-sync', options: heard('atrim=start=0.08,asetpts=PTS-STARTPTS,apad,atrim=end=19') },
  { what: 'sound that drifts away', caughtBy: 'in-sync', options: heard('aresample=48000,asetrate=47760,aresample=48000,apad,atrim=end=19') },
  { what: 'a picture that is black throughout', caughtBy: 'not-black', options: filtered('drawbox=c=black:t=fill') },
  { what: 'half a second of black', caughtBy: 'not-black', options: filtered(`drawbox=c=black:t=fill:enable='between(t,9.3,9.79)'`) },
  { what: 'a picture that stands for a second and a half', caughtBy: 'not-frozen', options: laid('[0:v]split[a][b];[a][b]freezeframes=first=225:last=262:replace=224[v]') },
  { what: 'a picture that stands until the end', caughtBy: 'not-frozen', options: laid('[0:v]split[a][b];[a][b]freezeframes=first=400:last=474:replace=399[v]') },
  { what: 'a picture that comes ten frames late', caughtBy: 'pictures-in-place', options: filtered('tpad=start=10:start_mode=clone,trim=end_frame=475') },
  { what: 'another meeting’s picture', caughtBy: 'pictures-in-place', options: filtered('hflip') },
  { what: 'a bubble that comes two seconds late', caughtBy: 'bubble-in-place', options: laid('[0:v]split[a][b];[b]crop=98:98:14:248,tpad=start=50:start_mode=clone[late];[a][late]overlay=14:248:shortest=1[v]') },
  { what: 'a bubble with the wrong part of the picture', caughtBy: 'bubble-in-place', options: laid('[0:v]split[a][b];[b]crop=98:98:300:120[other];[a][other]overlay=14:248[v]') },
  { what: 'a bubble that is missing', caughtBy: 'bubble-in-place', options: filtered('drawbox=x=14:y=248:w=98:h=98:c=0xe0e6f2:t=fill') },
  { what: 'a cue that cannot be heard', caughtBy: 'cues-kept', options: heard(`volume=0:enable='between(t,3.5,5.4)'`) },
  { what: 'a hole in the sound where no cue is', caughtBy: 'not-silent', options: heard(`volume=0:enable='between(t,14.6,15.2)'`) },
  { what: 'a syllable lost before a cut', caughtBy: 'cuts-clean', options: heard(`volume=0:enable='between(t,6.86,7)'`) },
  { what: 'a syllable lost after a cut', caughtBy: 'cuts-clean', options: heard(`volume=0:enable='between(t,7,7.14)'`) },
  { what: 'a fade that is far too long', caughtBy: 'cuts-clean', options: heard(`volume='if(between(t,6.7,7),(7-t)^2/0.09,1)':eval=frame`) },
  { what: 'a cut three frames beside its place', caughtBy: 'cuts-clean', options: rearranged('[0:a]asplit=3[x][y][z];[x]atrim=end=7,asetpts=PTS-STARTPTS[a1];[y]atrim=start=5:end=5.12,asetpts=PTS-STARTPTS[a2];[z]atrim=start=7.12,asetpts=PTS-STARTPTS[a3];[a1][a2][a3]concat=n=3:v=0:a=1[a]') },
  { what: 'a missing second at the end', caughtBy: 'expected-length', options: ['-t', '18', ...picture, ...sound] },
  { what: 'sound shorter than the picture', caughtBy: 'streams-equal-length', options: heard('atrim=end=18.4') },
  { what: 'sound that is too quiet', caughtBy: 'loudness', options: heard('volume=-6dB') },
  { what: 'sound that is clipped', caughtBy: 'true-peak', options: heard('volume=9dB') },
  { what: 'lost chapters', caughtBy: 'chapters', options: ['-map_chapters', '-1', ...samePicture, ...sameSound] },
  { what: 'a form of picture that browsers do not play', caughtBy: 'playable', options: ['-c:v', 'libx264', '-preset', 'ultrafast', '-video_track_timescale', '12800', '-pix_fmt', 'yuv444p', ...sameSound] },
  { what: 'pictures with a gap in time', caughtBy: 'playable', options: ['-vf', `setpts='PTS+if(gt(N,200),0.2/TB,0)'`, '-fps_mode', 'passthrough', ...picture, ...sameSound] },
]

test.each(faults)('$what is caught by $caughtBy', async ({ what, caughtBy, options }) => {
  const path = join(folder, `${what.replaceAll(/\W+/g, '-')}.mp4`)
  await runFfmpeg(tools, { inputs: [{ path: meeting.videoPath }], outputs: [{ path, options: [...options, '-movflags', '+faststart'] }] }, { signal, task: 'spoiling a video' })
  expect(failedOf(await checkWith(caughtBy, path))).toContain(caughtBy)
})

/** Chunks in the order of the output: title, first, second. */
const orders: { what: string; caughtBy: Check['name']; order: [number, number, number] | [number, number] }[] = [
  { what: 'two chunks of a nearly still meeting in the wrong order', caughtBy: 'pictures-in-place', order: [0, 2, 1] },
  { what: 'a chunk twice in the place of another', caughtBy: 'pictures-in-place', order: [0, 1, 1] },
  { what: 'a chunk left out', caughtBy: 'expected-length', order: [0, 1] },
]

test.each(orders)('$what, with the right sound, is caught by $caughtBy', async ({ order, caughtBy }) => {
  const path = join(folder, `order-${order.join('')}.mp4`)
  const { chunks, workFolder, joined } = meeting
  expect(chunks).toHaveLength(3)
  await joinVideo({ ...joined, chunks: order.map(index => chunks[index]!) }, workFolder, path, tools, signal)
  expect(failedOf(await check(path))).toContain(caughtBy)
})

test('an index at the end of the file is caught by fast-start', async () => {
  const path = join(folder, 'late-index.mp4')
  await runFfmpeg(tools, { inputs: [{ path: meeting.videoPath }], outputs: [{ path, options: ['-c', 'copy'] }] }, { signal, task: 'spoiling a video' })
  expect(failedOf(await check(path))).toEqual(['fast-start'])
})

test('a file whose middle is lost is caught by playable', async () => {
  const path = join(folder, 'torn.mp4')
  const bytes = await readFile(meeting.videoPath)
  await writeFile(path, bytes.fill(0, Math.floor(bytes.length * 0.3), Math.floor(bytes.length * 0.95)))
  expect(failedOf(await check(path))).toEqual(['playable'])
})

test('a real browser plays the good video, and refuses one whose pictures are damaged', async () => {
  const { executablePath } = browser
  const good = await check(meeting.videoPath, { executablePath })
  expect(failedOf(good)).toEqual([])
  expect(good.find(({ name }) => name === 'playable')?.detail).toMatch(/opens in Chromium at 19\.0\d\d s and shows a picture at 3 places|decode H\.264/)
  const path = join(folder, 'damaged.mp4')
  await runFfmpeg(tools, { inputs: [{ path: meeting.videoPath }], outputs: [{ path, options: ['-c', 'copy', '-bsf:v', 'noise=amount=4', '-movflags', '+faststart'] }] }, { signal, task: 'spoiling a video' })
  expect(failedOf(await check(path, { executablePath }))).toContain('playable')
})

const captionFaults: { what: string; spoil(text: string): string }[] = [
  { what: 'a caption that is missing', spoil: text => text.split('\n\n').toSpliced(2, 1).join('\n\n') },
  { what: 'captions out of order', spoil: text => { const blocks = text.trimEnd().split('\n\n'); return [blocks[0], blocks[2], blocks[1], ...blocks.slice(3)].join('\n\n') } },
  { what: 'a caption of three lines', spoil: text => text.replace(/(-->.*\n.*)/, '$1\nand\nmore') },
  { what: 'a caption after the end', spoil: text => text.replace(/--> \S+(?![\s\S]*-->)/, '--> 00:00:44.000') },
]

test.each(captionFaults)('$what is caught by captions-fit', async ({ spoil }) => {
  const path = join(folder, 'spoiled.vtt')
  const text = await readFile(meeting.captionsPath, 'utf8')
  expect(spoil(text)).not.toBe(text)
  await writeFile(path, spoil(text))
  expect(failedOf(await check(meeting.videoPath, { captionsPath: path }))).toEqual(['captions-fit'])
})

const heardBy: Check['name'][] = ['in-sync', 'cues-kept', 'not-silent', 'cuts-clean']
const seenBy: Check['name'][] = ['not-black', 'not-frozen', 'pictures-in-place', 'bubble-in-place']

/** The verdicts of those who listen, of those who look, or of all, whichever the named check belongs to: each alone takes a third of the time. */
async function checkWith(name: Check['name'], videoPath: string): Promise<Check[]> {
  const [input, context] = [inputOf(videoPath), contextOf('/no/browser')]
  if (heardBy.includes(name)) return (await checkSound(input, context)).checks
  if (seenBy.includes(name)) return checkPicture(input, await openSight(input, context), new Float32Array(0))
  return check(videoPath)
}

function inputOf(videoPath: string, captionsPath = meeting.captionsPath): VerifyInput {
  const { source, plan, loudness } = meeting
  return { videoPath, sourcePath: source.path, media: source.media, plan, loudness, captionsPath }
}

const contextOf = (executablePath: string): VerifyContext => ({ tools, browser: { ...browser, executablePath }, signal, report: () => undefined })

/** Every check's verdict, also when the video is refused. */
async function check(videoPath: string, { captionsPath = meeting.captionsPath, executablePath = '/no/browser' } = {}): Promise<Check[]> {
  try {
    const { checks } = await verify(inputOf(videoPath, captionsPath), contextOf(executablePath))
    return checks
  } catch (error) {
    if (error instanceof FailedChecks) return error.checks
    throw error
  }
}

function failedOf(checks: Check[]): Check['name'][] {
  return checks.filter(({ ok }) => !ok).map(({ name }) => name)
}
