import { execFile } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeSafeFetch, type SafeFetch } from '@f2l/common/safe-fetch.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'
import { downloadHls } from '../src/tools/hls-download.ts'
import { readPlaylist } from '../src/tools/hls-playlist.ts'

const run = promisify(execFile)
const tools = makeFfmpegTools({ FFMPEG_PATH: 'ffmpeg', FFPROBE_PATH: 'ffprobe' }, process.env)
let site: string
let folder: string
let server: Server
let origin: string
let fetch: SafeFetch
let open = 0
let mostOpen = 0

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'hls-site-'))
  await run('ffmpeg', [
    '-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=25', '-f', 'lavfi', '-i', 'sine=sample_rate=48000', '-t', '6',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p', '-c:a', 'aac', join(site, 'whole.mp4'),
  ])
  await writeFile(join(site, 'secret.key'), Buffer.from('0123456789abcdef'))
  await writeFile(join(site, 'key-info'), `secret.key\n${join(site, 'secret.key')}\n`)
  await Promise.all([
    cut('plain', []), cut('fragments', ['-hls_segment_type', 'fmp4']), cut('ranges', ['-hls_segment_type', 'fmp4', '-hls_flags', 'single_file']), cut('range-ts', ['-hls_flags', 'single_file']),
    cut('locked', ['-hls_key_info_file', join(site, 'key-info')], '../'), cut('picture', [], '', ['-an']), cut('sound', [], '', ['-vn']),
  ])
  server = createServer((request, response) => void answer(request.url!, request.headers.range, response))
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fetch = makeSafeFetch({ trustedOrigins: [origin] })
})
afterAll(async () => {
  await fetch?.close()
  server?.closeAllConnections()
  server?.close()
  await rm(site, { recursive: true, force: true })
})
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'hls-work-')) })
afterEach(() => rm(folder, { recursive: true, force: true }))

async function cut(name: string, options: string[], keyBase = '', streams: string[] = []): Promise<void> {
  await mkdir(join(site, name))
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', join(site, 'whole.mp4'), '-c', 'copy', ...streams, '-f', 'hls', '-hls_time', '1', '-hls_playlist_type', 'vod', ...options, 'list.m3u8'], { cwd: join(site, name) })
  if (keyBase === '') return
  const list = join(site, name, 'list.m3u8')
  await writeFile(list, (await readFile(list, 'utf8')).replace('URI="', `URI="${keyBase}`))
}

async function answer(path: string, range: string | undefined, response: import('node:http').ServerResponse): Promise<void> {
  if (path === '/endless.ts') return flood(response)
  open++
  mostOpen = Math.max(mostOpen, open)
  const content = await readFile(join(site, path.split('?')[0]!)).catch(() => null)
  await new Promise(resolve => { setTimeout(resolve, 15) })
  open--
  if (content === null) return void response.writeHead(404).end()
  const wanted = /^bytes=(\d+)-(\d+)$/.exec(range ?? '')
  if (wanted === null) return void response.end(content)
  const [start, end] = [Number(wanted[1]), Number(wanted[2])]
  response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${content.length}` }).end(content.subarray(start, end + 1))
}

function flood(response: import('node:http').ServerResponse): void {
  const push = (): void => { while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 0x47))) { /* fills the pipe */ } }
  response.on('drain', push)
  push()
}

async function bring(path: string, maxBytes = 50_000_000): Promise<string> {
  const target = join(folder, 'source.mp4')
  await downloadHls(origin + path, target, { fetch, tools, folder, maxBytes, signal: new AbortController().signal, report: () => undefined })
  return target
}

async function put(name: string, text: string): Promise<string> {
  await writeFile(join(site, name), text)
  return `/${name}`
}

async function pictures(path: string): Promise<string> {
  return (await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', path, '-map', '0:v', '-f', 'framehash', '-'])).stdout.split('\n').filter(line => !line.startsWith('#')).map(line => line.split(',').at(-1)).join('\n')
}

async function soundSeconds(path: string): Promise<number> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-select_streams', 'a', '-show_entries', 'stream=duration', '-of', 'csv=p=0', path])
  return Number(stdout)
}

test.each(['plain', 'fragments', 'ranges', 'range-ts', 'locked'])('the %s kind of HLS gives every frame of the original, with its sound', async kind => {
  const path = await bring(`/${kind}/list.m3u8`)
  expect(await pictures(path)).toBe(await pictures(join(site, 'whole.mp4')))
  expect(Math.abs(await soundSeconds(path) - 6)).toBeLessThan(0.1)
  expect(await readdir(folder)).toEqual(['source.mp4'])
})

test('without an IV of its own a locked segment\'s number is its IV', async () => {
  const firstNumber = 7
  const names = (await readdir(join(site, 'plain'))).filter(name => name.endsWith('.ts')).toSorted()
  for (const [index, name] of names.entries()) {
    const iv = Buffer.alloc(16)
    iv.writeUInt32BE(firstNumber + index, 12)
    const cipher = createCipheriv('aes-128-cbc', '0123456789abcdef', iv)
    await writeFile(join(site, `locked-${name}`), Buffer.concat([cipher.update(await readFile(join(site, 'plain', name))), cipher.final()]))
  }
  const text = list(`#EXT-X-MEDIA-SEQUENCE:${firstNumber}`, '#EXT-X-KEY:METHOD=AES-128,URI="secret.key"', ...names.flatMap(name => ['#EXTINF:1,', `locked-${name}`]))
  const read = readPlaylist(text, `${origin}/`)
  // A wrong IV spoils 16 bytes a segment, which a player may not notice.
  expect(read.kind === 'media' && read.playlist.segments.map(segment => segment.key!.iv.toString('hex'))).toEqual(names.map((_, index) => (firstNumber + index).toString(16).padStart(32, '0')))
  const path = await bring(await put('numbered.m3u8', text))
  expect(await pictures(path)).toBe(await pictures(join(site, 'whole.mp4')))
})

test('segments are fetched six at a time', async () => {
  mostOpen = 0
  await bring('/plain/list.m3u8')
  expect(mostOpen).toBe(6)
})

test('a master playlist gives its best picture of at most 1080 lines, with the sound that belongs to it', async () => {
  const variant = (height: number, uri: string, extra = ''): string => `#EXT-X-STREAM-INF:BANDWIDTH=${height * 1000},RESOLUTION=${Math.round(height * 16 / 9)}x${height}${extra}\n${uri}`
  const master = await put('master.m3u8', ['#EXTM3U', '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="main",DEFAULT=YES,URI="sound/list.m3u8"',
    variant(360, 'nowhere/low.m3u8'), variant(1080, 'picture/list.m3u8?token=x', ',AUDIO="a"'), variant(2160, 'nowhere/huge.m3u8'), ''].join('\n'))
  const path = await bring(master)
  expect(await pictures(path)).toBe(await pictures(join(site, 'whole.mp4')))
  expect(Math.abs(await soundSeconds(path) - 6)).toBeLessThan(0.1)
  const only4k = readPlaylist(['#EXTM3U', variant(4320, 'a.m3u8'), variant(2160, 'b.m3u8')].join('\n'), `${origin}/`)
  expect(only4k).toMatchObject({ choice: { videoUrl: `${origin}/b.m3u8`, audioUrl: null } })
})

const list = (...entries: string[]): string => ['#EXTM3U', '#EXT-X-TARGETDURATION:2', '#EXT-X-VERSION:7', ...entries, '#EXT-X-ENDLIST', ''].join('\n')

test.each([
  ['a local file', list('#EXTINF:1,', 'file:///etc/passwd')], ['a private address', list('#EXTINF:1,', 'http://127.0.0.1:1/x.ts')], ['an https private address', list('#EXTINF:1,', 'https://169.254.169.254/x.ts')],
  ['a header on this machine', list('#EXT-X-MAP:URI="file:///etc/passwd"', '#EXTINF:1,', 'plain/list0.ts')], ['a key on this machine', list('#EXT-X-KEY:METHOD=AES-128,URI="file:///etc/passwd"', '#EXTINF:1,', 'plain/list0.ts')],
  ['ffmpeg\'s own protocols', list('#EXTINF:1,', 'concat:/etc/passwd|/etc/hosts')], ['data in the address', list('#EXTINF:1,', 'data:video/mp4;base64,AAAA')],
])('76: a playlist that points to %s is refused', async (_what, text) => {
  await expect(bring(await put('evil.m3u8', text))).rejects.toMatchObject({ code: 'url.refused' })
  expect(await readdir(folder).then(names => names.filter(name => name.endsWith('.mp4')))).toEqual([])
})

test.each([
  ['another playlist', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'], ['a concat script', 'ffconcat version 1.0\nfile /etc/passwd\n'], ['a web page', '<html>sign in</html>'], ['nothing', ''],
])('76: a segment that is %s is refused before ffmpeg sees it', async (_what, content) => {
  await put('segment.ts', content)
  await expect(bring(await put('evil.m3u8', list('#EXTINF:1,', 'segment.ts')))).rejects.toMatchObject({ code: 'file.not_media' })
})

test.each([
  ['text', 'hello', 'file.not_media'], ['no segments', list(), 'file.broken'], ['nonsense', '#EXTM3U\nfoo\n', 'file.broken'], ['copy protection', list('#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x"', '#EXTINF:1,', 'plain/list0.ts'), 'file.not_media'],
  ['a recording that still runs', '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\nplain/list0.ts\n', 'link.unreadable_page'], ['a list of lists of lists', '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nevil.m3u8\n', 'file.broken'],
])('a playlist with %s fails with its own code', async (_what, text, code) => {
  await expect(bring(await put('evil.m3u8', text))).rejects.toMatchObject({ code })
})

test('76: names in a playlist never become names on this disk', async () => {
  await writeFile(join(site, 'odd.ts'), await readFile(join(site, 'plain/list0.ts')))
  await bring(await put('odd.m3u8', list('#EXTINF:1,', 'x/../../../../odd.ts?a=../../b&c=$(id)')))
  expect(await readdir(folder)).toEqual(['source.mp4'])
})

test('75: segments without end are given up, long before they fill the memory', async () => {
  const before = process.memoryUsage().rss
  await expect(bring(await put('endless.m3u8', list(...Array.from({ length: 12 }, () => ['#EXTINF:1,', 'endless.ts']).flat())), 100_000_000_000)).rejects.toMatchObject({ code: 'fetch.too_large' })
  expect(process.memoryUsage().rss - before).toBeLessThan(1.2e9)
}, 30_000)

test('all segments together must stay under the limit', async () => {
  await expect(bring('/plain/list.m3u8', 20_000)).rejects.toMatchObject({ code: 'file.too_large' })
})

test('a segment that is missing for good fails as a fetch', async () => {
  await expect(bring(await put('gap.m3u8', list('#EXTINF:1,', 'plain/list0.ts', '#EXTINF:1,', 'plain/never.ts')))).rejects.toMatchObject({ code: 'fetch.failed' })
})
