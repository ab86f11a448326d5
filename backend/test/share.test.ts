import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordingSummary, SharePage } from '@f2l/common/contracts/api.ts'
import type { ConvertResult } from '@f2l/common/contracts/internal-api.ts'
import { rewriteTimestampLinks } from '@f2l/common/fathom/timestamp-links.ts'
import { videos } from '@f2l/user-dbs/schema.ts'
import { publicName, publicText } from '../src/recordings/public-text.ts'
import { rangeOf } from '../src/routes/send-object.ts'
import { escapeHtml, shareHtml } from '../src/share-html.ts'
import { makeFinished } from './finished-video.ts'
import { sampleResult, videoBytes } from './sample-result.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
let recording: RecordingSummary
let token: string
beforeAll(async () => {
  stack = await startProductStack()
  ann = await stack.signUp('Ann <ann@example.com>')
  recording = await makeVideo(ann, 'shared')
  token = recording.shareToken!
})
afterAll(() => stack?.stop())

function makeVideo(person: Person, link: string, changes: Partial<ConvertResult> = {}): Promise<RecordingSummary> {
  return makeFinished(stack, person, `https://fathom.video/share/${link}`, sample => ({ ...sample, ...changes }))
}
const get = (path: string, headers: Record<string, string> = {}) => stack.anybody('GET', path, headers)
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

describe('what a viewer gets', () => {
  test('everything is in seconds of the output: cues close up over a cut, and what was cut is gone', async () => {
    const page = await (await get(`/api/v1/share/${token}`)).json() as SharePage
    expect(page.cues).toEqual([
      { start: 2, end: 6, speaker: 'Ann', text: 'Hello.' },
      { start: 10, end: 14, speaker: 'Bob', text: 'Over the cut.' },
      { start: 17, end: 20, speaker: null, text: 'The end.' },
    ])
    expect(page.highlights).toEqual([{ start: 6, end: 12, text: 'Half of it is cut' }])
    expect(page.chapters).toEqual([{ start: 0, title: 'Opening' }, { start: 13, title: 'Plans' }])
    expect(page.actionItems.map(item => item.at)).toEqual([17, null])
    expect(page).toMatchObject({ durationSeconds: 22, sourceSeconds: 30, width: 1920, height: 1080, ownerName: 'Ann' })
  })

  test('links of the summary lead into this video, never into the raw call', async () => {
    const { summaryMarkdown } = await (await get(`/api/v1/share/${token}`)).json() as SharePage
    expect(summaryMarkdown).toBe('- [Start](?t=7)\n- [Later](?t=17)\n- [All](?t=0)\n- [Docs](https://example.com/a?timestamp=3)\nAsk bob')
  })

  test('nobody\'s e-mail address is in it', async () => {
    for (const path of [`/api/v1/share/${token}`, `/s/${token}`, `/s/oembed?url=${encodeURIComponent(`https://videos.example.com/s/${token}`)}`]) {
      const text = await (await get(path)).text()
      expect(text).not.toMatch(/[\w.]+@[\w.]+/)
    }
  })

  test.for([
    ['Ann Lee', 'Ann Lee'], ['Ann (Acme)', 'Ann (Acme)'], ['Ann <ann@acme.com>', 'Ann'], ['Ann (ann@acme.com)', 'Ann'], ['ann.lee@acme.com', 'Ann Lee'], ['', ''], ['@', '@'],
  ])('the name %j is shown to strangers as %j', ([name, shown]) => {
    expect(publicName(name!)).toBe(shown)
  })

  test('an address in written notes keeps only what stands before its @', () => {
    expect(publicText('Ask [Bob](mailto:bob@acme.co.uk) or ann+x@acme.com, @here is no address')).toBe('Ask Bob or ann+x, @here is no address')
  })

  test.each(['a'.repeat(300_000), '['.repeat(300_000), '[a](mailto:'.repeat(30_000), 'a@'.repeat(150_000), '](https://a'.repeat(30_000)])('81: notes that are made to be slow are cleaned in time: %#', notes => {
    const start = process.cpuUsage()
    publicText(notes)
    publicName(notes)
    rewriteTimestampLinks(notes, 'https://fathom.video')
    expect(process.cpuUsage(start).user).toBeLessThan(3_000_000)
  })

  test('80: a video that is not ready, a token that is unknown and one that is no token all look the same to who asks for the video', async () => {
    const added = await (await ann.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/share/unfinished' })).json() as { recording: RecordingSummary }
    const database = await stack.deps.userDatabases.open(ann.id)
    const hidden = database.read(db => db.query.videos.findMany().sync()).find(video => video.id === added.recording.videoId)!.shareToken
    const bodies = []
    for (const unknown of [hidden, 'A'.repeat(22), 'x', '..%2f..%2fetc%2fpasswd', `${token}x`, '%00', 'a%22%20%7C%7C%20true']) {
      const answer = await get(`/api/v1/share/${unknown}`)
      expect(answer.status).toBe(404)
      const { error } = await answer.json() as { error: { code: string; message: string } }
      bodies.push(`${error.code} ${error.message}`)
      for (const file of ['video.mp4', 'poster.jpg', 'preview.gif', 'captions.vtt', 'storyboard.vtt', 'storyboard.jpg', 'source', 'download']) expect((await get(`/s/${unknown}/${file}`)).status).toBe(404)
      const page = await get(`/s/${unknown}`)
      // Whoever has the link of an unfinished video may see that it is being made.
      expect(page.status).toBe(unknown === hidden ? 200 : 404)
      expect(await page.text()).not.toMatch(/og:|Weekly/)
    }
    expect(new Set(bodies).size).toBe(1)
    await ann.remove(added.recording.id)
  })
})

describe('the page for people and for previews', () => {
  test('it is the app\'s page with OpenGraph, Twitter and oEmbed tags', async () => {
    const answer = await get(`/s/${token}`)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const html = await answer.text()
    expect(html).toContain('<title>Weekly planning</title>')
    expect(html).toContain('<div id="root">')
    expect(html).toContain(`<meta property="og:image" content="https://videos.example.com/s/${token}/poster.jpg">`)
    expect(html).toContain(`<meta name="twitter:player" content="https://videos.example.com/s/${token}/embed">`)
    expect(html).toMatch(/type="application\/json\+oembed" href="https:\/\/videos\.example\.com\/s\/oembed\?format=json&#38;url=https%3A%2F%2F/)
    expect(html).not.toMatch(/<script/)
  })

  test('81: a hostile title stays text on the page, in oEmbed and in file names', async () => {
    const title = '"><script>alert(1)</script><img src=x onerror=alert(2)> $& $1 $` \u202Egpj.exe\r\nSet-Cookie: a=b'
    const hostile = await makeVideo(ann, 'hostile', { notes: { ...sampleResult(ann.id, 'vid_aaaaaaaaaaaaaaaa').notes, title } })
    const html = await (await get(`/s/${hostile.shareToken}`)).text()
    expect(html).not.toMatch(/<script|<img/)
    expect(html.match(/<title>/g)).toHaveLength(1)
    expect(html).toContain('&#60;script&#62;alert(1)')
    expect(html).not.toContain('\u202E')
    const oembed = await (await get(`/s/oembed?url=${encodeURIComponent(`https://videos.example.com/s/${hostile.shareToken}`)}`)).json() as { html: string }
    expect(oembed.html).not.toMatch(/<script|<img/)
    const download = await get(`/s/${hostile.shareToken}/download`)
    expect(download.status).toBe(200)
    expect(download.headers.get('set-cookie')).toBeNull()
    const disposition = download.headers.get('content-disposition')!
    expect(disposition).toMatch(/^attachment; filename="[\w .()-]+\.mp4"; filename\*=UTF-8''[\w.!~%-]+\.mp4$/)
    expect(decodeURIComponent(disposition)).not.toMatch(/[\u202E\r\n/]/)
  })

  test('81: escaping leaves nothing that ends an attribute or a tag', () => {
    expect(escapeHtml('<a href="x" title=\'y\'>&`\0\uD800')).not.toMatch(/[<>"'`\0\uD800]/)
    expect(shareHtml('<head><title>x</title></head>', { token: 'a'.repeat(22) as SharePage['token'], title: '$&$\'', ownerName: '', durationSeconds: 1, width: 2, height: 2, videoUrl: '', posterUrl: '', previewUrl: '' }, 'https://x.y')).toContain('<title>$&#38;$&#39;</title>')
  })

  test('87: only the embedded player may stand in a frame of another site', async () => {
    const page = await get(`/s/${token}`)
    expect(page.headers.get('content-security-policy')).toContain('frame-ancestors \'self\'')
    const embed = await get(`/s/${token}/embed`)
    expect(embed.headers.get('content-security-policy')).toContain('frame-ancestors *')
    expect(embed.headers.get('content-security-policy')).toContain('script-src \'self\'')
    expect(embed.headers.get('x-frame-options')).toBeNull()
  })

  test('oEmbed answers for our own links only, within the size that is asked for', async () => {
    const ask = (url: string, more = '') => get(`/s/oembed?url=${encodeURIComponent(url)}${more}`)
    expect(await (await ask(`https://videos.example.com/s/${token}?t=3`, '&format=json&maxwidth=640')).json())
      .toMatchObject({ version: '1.0', type: 'video', title: 'Weekly planning', width: 640, height: 360 })
    for (const url of [`https://evil.example/s/${token}`, `https://videos.example.com.evil.tld/s/${token}`, 'nonsense', `https://videos.example.com/x/${token}`]) expect((await ask(url)).status).toBe(404)
    expect((await ask(`https://videos.example.com/s/${token}`, '&format=xml')).status).toBe(501)
    expect((await get('/s/oembed')).status).toBe(400)
  })
})

describe('files behind the link', () => {
  test('the whole video comes with its type, length and tag, and nothing may run in it', async () => {
    const answer = await get(`/s/${token}/video.mp4`)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(['content-type', 'content-length', 'accept-ranges', 'x-content-type-options', 'content-security-policy', 'cross-origin-resource-policy'].map(name => [name, answer.headers.get(name)]))).toEqual({
      'content-type': 'video/mp4', 'content-length': '5000', 'accept-ranges': 'bytes', 'x-content-type-options': 'nosniff',
      'content-security-policy': 'default-src \'none\'; sandbox', 'cross-origin-resource-policy': 'cross-origin',
    })
    expect(videoBytes.equals(await bytesOf(answer))).toBe(true)
    expect((await get(`/s/${token}/video.mp4`, { 'if-none-match': answer.headers.get('etag')!, 'cache-control': 'max-age=0' })).status).toBe(304)
    expect((await get(`/s/${token}/poster.jpg`)).headers.get('content-type')).toBe('image/jpeg')
    expect((await get(`/s/${token}/captions.vtt`)).headers.get('content-type')).toBe('text/vtt; charset=utf-8')
  })

  test('a HEAD request has the headers and no body', async () => {
    const answer = await stack.anybody('HEAD', `/s/${token}/video.mp4`)
    expect(answer.headers.get('content-length')).toBe('5000')
    expect(await answer.text()).toBe('')
  })

  test.for([
    ['bytes=0-99', 206, 'bytes 0-99/5000', 0, 100], ['bytes=4990-', 206, 'bytes 4990-4999/5000', 4990, 5000], ['bytes=-5', 206, 'bytes 4995-4999/5000', 4995, 5000],
    ['bytes=0-99999999', 206, 'bytes 0-4999/5000', 0, 5000], ['bytes=-99999', 206, 'bytes 0-4999/5000', 0, 5000], ['bytes=4999-4999', 206, 'bytes 4999-4999/5000', 4999, 5000],
    ['bytes=5000-', 416, 'bytes */5000', 0, 0], ['bytes=-0', 416, 'bytes */5000', 0, 0],
    ['bytes=9-3', 200, null, 0, 5000], ['bytes=a-b', 200, null, 0, 5000], ['items=0-3', 200, null, 0, 5000], ['bytes=-', 200, null, 0, 5000],
    ['bytes=0-1,4-5', 200, null, 0, 5000], ['bytes=0-99999999999999999999', 200, null, 0, 5000],
  ] as const)('the range %s gets %i', async ([range, status, contentRange, start, end]) => {
    const answer = await get(`/s/${token}/video.mp4`, { range })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([status, contentRange])
    expect(videoBytes.subarray(start, end).equals(await bytesOf(answer))).toBe(true)
  })

  test('80: a thousand ranges at once get the whole file once', async () => {
    const answer = await get(`/s/${token}/video.mp4`, { range: `bytes=${'0-1,'.repeat(1000)}2-3` })
    expect(answer.status).toBe(200)
    expect((await bytesOf(answer)).length).toBe(5000)
  })

  test('a range of a file that has changed gets the new one whole', () => {
    const info = { sizeBytes: 10, modifiedAt: new Date(), etag: '"now"' }
    const ask = (ifRange: string) => rangeOf({ method: 'GET', get: ((name: string) => name === 'range' ? 'bytes=0-1' : ifRange) as never }, info)
    expect(ask('"then"')).toBeNull()
    expect(ask('"now"')).toEqual({ start: 0, end: 1 })
  })

  test('the download has the title as its name', async () => {
    expect((await get(`/s/${token}/download`)).headers.get('content-disposition')).toBe('attachment; filename="Weekly planning.mp4"; filename*=UTF-8\'\'Weekly%20planning.mp4')
  })

  test('a video that is being made anew is not public until it is ready again', async () => {
    const database = await stack.deps.userDatabases.open(ann.id)
    const setReady = (isReady: boolean) => database.transact(db => void db.update(videos).set({ isReady }).where(eq(videos.id, recording.videoId!)).run())
    setReady(false)
    for (const path of ['/video.mp4', '/poster.jpg', '/preview.gif', '/captions.vtt', '/storyboard.vtt', '/storyboard.jpg', '/download', '/source']) expect((await get(`/s/${token}${path}`)).status).toBe(404)
    expect(await (await get(`/s/${token}`)).text()).not.toContain('og:')
    expect((await get(`/api/v1/share/${token}`)).status).toBe(404)
    setReady(true)
    expect((await get(`/s/${token}/video.mp4`)).status).toBe(200)
  })

  test('a link that was turned off, or whose video was deleted, opens nothing any more', async () => {
    const other = await makeVideo(ann, 'deleted-later')
    expect((await get(`/s/${other.shareToken}/video.mp4`)).status).toBe(200)
    await stack.deps.shareLinks.revoke(other.shareToken!)
    for (const path of ['', '/video.mp4', '/poster.jpg', '/preview.gif', '/captions.vtt', '/storyboard.vtt', '/storyboard.jpg', '/download', '/embed']) expect((await get(`/s/${other.shareToken}${path}`)).status).toBe(404)
    expect((await get(`/s/oembed?url=${encodeURIComponent(`https://videos.example.com/s/${other.shareToken}`)}`)).status).toBe(404)
    await ann.remove(other.id)
    const left = []
    for await (const key of stack.deps.store.list(`users/${ann.id}/videos/${other.videoId}/`)) left.push(key)
    expect(left).toEqual([])
  })
})
