import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { convertReport } from '@f2l/common/contracts/report.ts'
import { parseArguments } from '../src/convert-command/parse-arguments.ts'
import { barcodeRecording } from './barcode-recording.ts'

const program = fileURLToPath(new URL('../src/convert.main.ts', import.meta.url))
let folder: string
let clip: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-convert-'))
  clip = join(folder, 'a clip.mp4')
  await barcodeRecording(clip, { frames: 75, seconds: 3 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome { code: number | null; stdout: string; stderr: string }

function run(args: string[], stopAfter?: (child: ReturnType<typeof spawn>) => void): Promise<Outcome> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...process.env, INIT_CWD: folder } })
    const outcome = { stdout: '', stderr: '' }
    child.stdout.on('data', bytes => { outcome.stdout += String(bytes) })
    child.stderr.on('data', bytes => { outcome.stderr += String(bytes) })
    child.on('close', code => resolve({ code, ...outcome }))
    stopAfter?.(child)
  })
}

test('a file in, a folder out: everything that was promised, and the report last on stdout', async () => {
  const transcript = join(folder, 'words.vtt')
  await writeFile(transcript, 'WEBVTT\n\n00:00:00.500 --> 00:00:02.500\n<v Ann>Hello there, this is a test.\n')
  const { code, stdout, stderr } = await run(['a clip.mp4', '--transcript', 'words.vtt', '--trim', 'off', '--title', 'A <b>title</b>', '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const report = convertReport.parse(JSON.parse(stdout))
  const out = join(folder, 'a clip-loom')
  expect((await readdir(out)).sort()).toEqual(['captions.srt', 'captions.vtt', 'chapters.vtt', 'plan.json', 'poster.jpg', 'preview.gif', 'report.json', 'storyboard.jpg', 'storyboard.vtt', 'transcript.json', 'video.mp4'])
  expect(JSON.parse(await readFile(join(out, 'report.json'), 'utf8'))).toEqual(report)
  expect(report.checks.filter(check => !check.ok)).toEqual([])
  expect(report.keptSeconds).toBe(3)
  expect(report.files).toMatchObject({ video: 'video.mp4', captionsVtt: 'captions.vtt' })
  expect(await readFile(join(out, 'captions.vtt'), 'utf8')).toContain('Hello there')
  expect((await readFile(join(out, 'preview.gif'))).length).toBeLessThan(1_500_000)
  expect((await readdir(folder)).filter(name => name.startsWith('.'))).toEqual([])
})

describe('bad input ends with 2, one sentence, and nothing left behind', () => {
  const cases: { what: string; args: () => string[]; says: RegExp }[] = [
    { what: 'a text file named .mp4', args: () => ['text.mp4'], says: /neither video nor audio|not.*(video|media|recording)/i },
    { what: 'an empty file', args: () => ['empty.mp4'], says: /empty/i },
    { what: 'a missing file', args: () => ['nowhere.mp4'], says: /not (found|there)|no such|exist|cannot be opened/i },
    { what: 'a look-alike of Fathom', args: () => ['https://fathom.video.evil.tld/share/x'], says: /fathom/i },
    { what: 'a link to this machine', args: () => ['https://127.0.0.1/x.mp4'], says: /\w/ },
    { what: 'an unknown option', args: () => ['a clip.mp4', '--speed', '2'], says: /--speed/ },
    { what: 'a wrong choice', args: () => ['a clip.mp4', '--captions', 'loud'], says: /sidecar, burned or none/ },
    { what: 'a cache that cannot be', args: () => ['a clip.mp4', '--cache', 'empty.mp4'], says: /--cache/ },
    { what: 'no input', args: () => [], says: /what to convert/ },
    { what: 'a transcript that is none', args: () => ['a clip.mp4', '--transcript', 'empty.mp4'], says: /transcript/i },
  ]
  beforeAll(async () => {
    await writeFile(join(folder, 'text.mp4'), 'This is no video at all.\n'.repeat(50))
    await writeFile(join(folder, 'empty.mp4'), '')
  })

  test.concurrent.each(cases)('$what', async ({ args, says, what }) => {
    const out = join(folder, `out ${what.replaceAll('/', '-')}`, 'deep')
    const { code, stdout, stderr } = await run([...args(), '--out', out, '--json'])
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(says)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(existsSync(join(out, '..'))).toBe(false)
  })
})

test('a failure leaves what was in the folder before as it was', async () => {
  const out = join(folder, 'mine')
  await mkdir(out)
  await writeFile(join(out, 'video.mp4'), 'mine')
  expect((await run(['text.mp4', '--out', out])).code).toBe(2)
  expect(await readdir(out)).toEqual(['video.mp4'])
  expect(await readFile(join(out, 'video.mp4'), 'utf8')).toBe('mine')
})

test('Ctrl-C cleans up', async () => {
  const out = join(folder, 'stopped')
  const { code } = await run([clip, '--out', out], child => {
    // Its scratch folder beside the results says that it has begun.
    const begun = setInterval(() => {
      if (!readdirSync(folder).some(name => name.startsWith('.stopped-'))) return
      clearInterval(begun)
      child.kill('SIGINT')
    }, 50)
  })
  expect(code).toBe(130)
  expect((await readdir(folder)).filter(name => name.includes('stopped'))).toEqual([])
})

test('with --cut that part is gone, and --cache keeps the pieces for the next time', async () => {
  const [out, cache] = [join(folder, 'cut'), join(folder, 'pieces')]
  const { code, stdout, stderr } = await run(['a clip.mp4', '--length', 'full', '--cut', '1-2', '--cache', 'pieces', '--out', out, '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const report = convertReport.parse(JSON.parse(stdout))
  expect(report.cuts).toEqual([{ start: 1, end: 2, reason: 'manual', confidence: 1 }])
  expect(report.keptSeconds).toBe(2)
  const kinds = (await readdir(cache, { recursive: true })).flatMap(name => /\/(chunk|plate|sound)-/.exec(name)?.[1] ?? [])
  expect(new Set(kinds)).toEqual(new Set(['chunk', 'plate', 'sound']))
})

test('every option is read', () => {
  const command = parseArguments(['a.mp4', '--length', 'catch-up', '--fillers', 'off', '--keep-word', 'like', '--keep-word', 'so', '--noise-reduction', 'off', '--look', 'plain',
    '--undo', '17.5-40', '--undo', '1-2', '--cut', '3-5.5', '--cache', '../pieces'], { folder: '/home/ann', shareUrl: 'https://fathom.video' })
  expect(command).toMatchObject({
    cacheFolder: '/home/pieces',
    input: { options: { length: 'catch-up', fillers: 'off', keepWords: ['like', 'so'], noiseReduction: 'off', look: 'plain', undo: [{ start: 17.5, end: 40 }, { start: 1, end: 2 }], cutOut: [{ start: 3, end: 5.5 }] } },
  })
})

test('the look of a video is read, colours with and without their #', () => {
  const args = ['--bubble-corner', 'top-right', '--bubble-size', 'large', '--caption-style', 'outline', '--caption-size', 'small', '--background', '1e3a8a-#0ea5e9', '--accent', 'E11D48']
  expect(parseArguments(['a.mp4', ...args], { folder: '/home/ann', shareUrl: 'https://fathom.video' })).toMatchObject({
    input: { options: { bubbleCorner: 'top-right', bubbleSize: 'large', captionStyle: 'outline', captionSize: 'small', background: { from: '#1e3a8a', to: '#0ea5e9' }, accent: '#E11D48' } },
  })
})

test.for([
  [['--bubble-corner', 'left'], 'bottom-left, bottom-right'], [['--background', 'red'], 'two colours of six digits'], [['--accent', 'url(x)'], 'a colour of six digits'], [['--bubble-size', 'huge'], 'small, medium or large'],
  [['--length', 'short'], 'full, tight or catch-up'], [['--undo', '17.5'], '--undo 17.5-40'], [['--cut', '5-3'], '--cut 5-3 ends before it begins'], [['--cut', '-1-3'], '--cut'],
  [['--keep-word', ''], '--keep-word takes a word'], [['--look', 'fancy'], 'framed or plain'], [['--noise-reduction', 'yes'], '--noise-reduction takes on or off'],
] as const)('%j is refused with a sentence that says what it takes', ([args, says]) => {
  expect(() => parseArguments(['a.mp4', ...args], { folder: '/home/ann', shareUrl: 'https://fathom.video' })).toThrow(expect.objectContaining({ code: 'input.invalid', message: expect.stringContaining(says) }))
})

test('--help explains and succeeds', async () => {
  const { code, stdout } = await run(['--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('--transcript FILE')
})

test('a Fathom link is told from a direct link and from a file', () => {
  const around = { folder: '/home/ann', shareUrl: 'https://fathom.video' }
  const read = (...args: string[]) => {
    const command = parseArguments(args, around)
    return command === 'help' ? null : [command.input.source, command.outFolder]
  }
  expect(read('https://fathom.video/share/abc_DEF-1?timestamp=3')).toEqual([{ kind: 'fathom-share', url: 'https://fathom.video/share/abc_DEF-1' }, '/home/ann/abc_DEF-1-loom'])
  expect(read('https://example.com/talks/My%20talk.mp4', '--out', 'x')).toEqual([{ kind: 'url', url: 'https://example.com/talks/My%20talk.mp4' }, '/home/ann/x'])
  expect(read('../b/-rf.mov')).toEqual([{ kind: 'file', path: '/home/b/-rf.mov', transcriptPath: null }, '/home/ann/rf-loom'])
})
