import { deflateSync, crc32 } from 'node:zlib'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { brandView, type BrandView } from '@f2l/common/contracts/brand.ts'
import { convertOptions, type ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import { convertWork } from '@f2l/common/contracts/internal-api.ts'
import { recordingId } from '@f2l/common/contracts/ids.ts'
import { videoStyle, type VideoStyle } from '@f2l/common/contracts/video-style.ts'
import { deleteAccount } from '../src/account/delete-account.ts'
import { cleanPng } from '../src/brand/clean-png.ts'
import { openExport } from '../src/account/export-archive.ts'
import { findRecording } from '../src/recordings/recording-rows.ts'
import { startProductStack, type Claim, type Person, type ProductStack } from './product-stack.ts'

const ours = videoStyle.parse({})
const hers: VideoStyle = { ...ours, bubble: 'initials', bubbleCorner: 'top-right', captions: 'burned', captionStyle: 'outline', background: { from: '#102030', to: '#405060' }, accent: '#ff8800' }
let stack: ProductStack
let ann: Person

beforeAll(async () => { stack = await startProductStack() })
beforeEach(async () => { ann = await stack.signUp('Ann') })
afterAll(() => stack?.stop())

const brandOf = async (person: Person): Promise<BrandView> => brandView.parse(await (await person.call('GET', '/api/v1/brand')).json())
const saveStyle = (person: Person, style: unknown) => person.call('PUT', '/api/v1/brand', { style })
const sendLogo = (person: Person, bytes: Buffer, type = 'image/png') => fetch(`${stack.url}/api/v1/brand/logo`, { method: 'PUT', headers: { 'authorization': `Bearer ${person.token}`, 'content-type': type }, body: new Uint8Array(bytes) })
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const added = async (answer: Response) => (await answer.json() as { recording: RecordingSummary }).recording

async function optionsOf(person: Person, id: string): Promise<ConvertOptions> {
  return (await stack.deps.userDatabases.open(person.id)).read(db => findRecording(db, recordingId.parse(id)))!.recording.options
}

let links = 0
const addLink = async (person: Person, options?: unknown) => added(await person.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/brand${++links}token`, ...(options === undefined ? {} : { options }) }))

describe('a brand', () => {
  test('is the product\'s own look until it is set, and each person has their own', async () => {
    expect(await brandOf(ann)).toEqual({ style: ours, logoUrl: null })
    expect(await (await saveStyle(ann, hers)).json()).toEqual({ style: hers, logoUrl: null })
    expect(await brandOf(ann)).toEqual({ style: hers, logoUrl: null })
    expect(await brandOf(await stack.signUp('Bob'))).toEqual({ style: ours, logoUrl: null })
  })

  test.each([
    ['a colour that is none', { accent: 'red;} body{display:none' }], ['half a background', { background: { from: '#000000' } }], ['an unknown corner', { bubbleCorner: 'middle' }],
  ])('%s is refused and changes nothing', async (_, change) => {
    await saveStyle(ann, hers)
    expect(await codeOf(await saveStyle(ann, { ...hers, ...change }))).toBe('400 input.invalid')
    expect((await brandOf(ann)).style).toEqual(hers)
  })

  test('is nothing for a guest', async () => {
    for (const [method, path] of [['GET', ''], ['PUT', ''], ['PUT', '/logo'], ['DELETE', '/logo'], ['GET', '/logo']] as const) expect((await stack.anybody(method, `/api/v1/brand${path}`)).status).toBe(401)
  })
})

describe('options of a new recording', () => {
  test('are the product\'s, but as the brand says, but as it was asked for', async () => {
    expect(await optionsOf(ann, (await addLink(ann)).id)).toEqual(convertOptions.parse({}))
    await saveStyle(ann, hers)
    expect(await optionsOf(ann, (await addLink(ann)).id)).toEqual(convertOptions.parse(hers))
    expect(await optionsOf(ann, (await addLink(ann, { captions: 'none', length: 'full' })).id)).toEqual(convertOptions.parse({ ...hers, captions: 'none', length: 'full' }))
    expect(await optionsOf(ann, (await addLink(ann, { background: null, captions: 'sidecar' })).id)).toMatchObject({ background: null, captions: 'sidecar', accent: '#ff8800' })
  })

  test('follow the brand for an upload and for the sample, too', async () => {
    await saveStyle(ann, hers)
    const form = new FormData()
    form.append('options', JSON.stringify({ bubble: 'none' }))
    form.append('media', new Blob([Buffer.from([0, 0, 0, 24, ...Buffer.from('ftypisom'), ...Array.from({ length: 300 }, (_, index) => index % 250)])]), 'talk.mp4')
    const upload = await added(await ann.call('POST', '/api/v1/recordings/upload', form))
    expect(await optionsOf(ann, upload.id)).toMatchObject({ bubble: 'none', captions: 'burned', background: hers.background })
    const sample = await added(await ann.call('POST', '/api/v1/recordings/sample'))
    expect(await optionsOf(ann, sample.id)).toMatchObject({ bubble: 'initials', accent: '#ff8800', title: 'Sample meeting: a new remote control' })
  })

  test('a later brand changes no recording that is there; one that was cancelled is tried again as the brand is now', async () => {
    const recording = await addLink(ann)
    await saveStyle(ann, hers)
    expect(await optionsOf(ann, recording.id)).toEqual(convertOptions.parse({}))
    await ann.call('POST', `/api/v1/recordings/${recording.id}/cancel`)
    links -= 1
    expect((await addLink(ann)).id).toBe(recording.id)
    expect(await optionsOf(ann, recording.id)).toEqual(convertOptions.parse(hers))
  })

  test('a logo is the server\'s to name, whoever asks for what', async () => {
    const bob = await stack.signUp('Bob')
    await sendLogo(bob, picture())
    const stolen = (await addLink(bob)).id
    const { logoKey } = await optionsOf(bob, stolen)
    expect(logoKey).toMatch(new RegExp(`^users/${bob.id}/brand/logo-[a-z0-9]{16}\\.png$`))
    expect((await optionsOf(ann, (await addLink(ann, { logoKey })).id)).logoKey).toBeNull()
    const form = new FormData()
    form.append('options', JSON.stringify({ logoKey }))
    form.append('media', new Blob([Buffer.from([0, 0, 0, 24, ...Buffer.from('ftypisom'), ...Array.from({ length: 300 }, (_, index) => (index * 7) % 250)])]), 'talk.mp4')
    expect((await optionsOf(ann, (await added(await ann.call('POST', '/api/v1/recordings/upload', form))).id)).logoKey).toBeNull()
    await saveStyle(ann, { ...hers, logoKey })
    expect((await optionsOf(ann, (await addLink(ann)).id)).logoKey).toBeNull()
  })

  test('a worker gets the logo as it is now, not one that was deleted meanwhile', async () => {
    await sendLogo(ann, picture())
    const { id } = await addLink(ann)
    const before = (await optionsOf(ann, id)).logoKey
    await sendLogo(ann, picture(20, 10))
    const work = convertWork.parse(await (await (await claimOf(ann)).call('GET')).json())
    expect(work.options.logoKey).not.toBe(before)
    expect(await stack.deps.store.stat(work.options.logoKey!)).not.toBeNull()
  })
})

describe('a logo', () => {
  test('is written anew from its pixels: what hides in the file is left behind', async () => {
    const noted = withNote(picture(30, 20), 'canary: taken at home')
    expect((await sendLogo(ann, noted)).status).toBe(200)
    const { logoUrl } = await brandOf(ann)
    const answer = await ann.call('GET', logoUrl!)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    const stored = Buffer.from(await answer.arrayBuffer())
    expect(stored.includes('canary')).toBe(false)
    expect(PNG.sync.read(stored)).toMatchObject({ width: 30, height: 20 })
    expect(PNG.sync.read(stored).data).toEqual(PNG.sync.read(noted).data)
  })

  test('replaced and removed ones are deleted, and the address is another each time', async () => {
    await sendLogo(ann, picture())
    const first = (await brandOf(ann)).logoUrl
    const [old] = await stored(ann)
    await sendLogo(ann, picture(16, 16))
    expect((await brandOf(ann)).logoUrl).not.toBe(first)
    expect(await stored(ann)).toHaveLength(1)
    expect(await stored(ann)).not.toContain(old)
    expect((await ann.call('DELETE', '/api/v1/brand/logo')).status).toBe(200)
    expect([await stored(ann), (await brandOf(ann)).logoUrl]).toEqual([[], null])
    expect(await codeOf(await ann.call('GET', '/api/v1/brand/logo'))).toBe('404 not_found')
    expect((await ann.call('DELETE', '/api/v1/brand/logo')).status).toBe(200)
  })

  test('many at once leave one', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => sendLogo(ann, picture(10 + index, 10))))
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 200, 200, 200])
    expect(await stored(ann)).toHaveLength(1)
    expect((await ann.call('GET', (await brandOf(ann)).logoUrl!)).status).toBe(200)
  })

  test('keeps the style, and the style keeps the logo', async () => {
    await saveStyle(ann, hers)
    await sendLogo(ann, picture())
    expect((await brandOf(ann)).style).toEqual(hers)
    await saveStyle(ann, ours)
    expect((await brandOf(ann)).logoUrl).not.toBeNull()
  })

  test.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'image/png', '400 input.invalid'],
    ['an SVG that says so', Buffer.from('<svg/>'), 'image/svg+xml', '400 input.invalid'],
    ['a JPEG that calls itself PNG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array<number>(60).fill(0)]), 'image/png', '400 input.invalid'],
    ['nothing', Buffer.alloc(0), 'image/png', '400 input.invalid'],
    ['only the beginning of a PNG', picture().subarray(0, 40), 'image/png', '400 input.invalid'],
    ['a PNG with a byte changed', changed(picture(30, 30)), 'image/png', '400 input.invalid'],
    ['a PNG that is cut short', picture(64, 64).subarray(0, -20), 'image/png', '400 input.invalid'],
    ['a picture of a million pixels a side in a few bytes', sized(1_000_000, 1_000_000), 'image/png', '400 input.invalid'],
    ['one that is a pixel too wide', sized(1025, 10), 'image/png', '400 input.invalid'],
    ['no height', sized(10, 0), 'image/png', '400 input.invalid'],
    ['pixels that unpack to far more than the picture has', bomb(), 'image/png', '400 input.invalid'],
    ['the same, interlaced', interlacedBomb(), 'image/png', '400 input.invalid'],
    ['a second, larger size behind the first', twoSizes(), 'image/png', '400 input.invalid'],
    ['more than 2 MB', Buffer.concat([picture(), Buffer.alloc(2 * 1024 * 1024)]), 'image/png', '413 input.too_large'],
  ])('is not taken: %s', async (_, bytes, type, code) => {
    await sendLogo(ann, picture())
    const [before] = await stored(ann)
    expect(await codeOf(await sendLogo(ann, bytes, type))).toBe(code)
    expect(await stored(ann)).toEqual([before])
  })

  test('is taken interlaced, too', async () => {
    // Rows of the seven passes over 8 × 8 points, each with its filter.
    const passes = [[1, 1], [1, 1], [2, 1], [2, 2], [4, 2], [4, 4], [8, 4]].reduce((sum, [width, rows]) => sum + rows! * (width! * 4 + 1), 0)
    const answer = await sendLogo(ann, Buffer.concat([header(8, 8, 1), chunk('IDAT', deflateSync(Buffer.alloc(passes))), chunk('IEND', Buffer.alloc(0))]))
    expect(answer.status).toBe(200)
  })

  test('that would unpack to more than any logo has is not unpacked to its end', () => {
    expect(() => cleanPng(interlacedBomb())).toThrow(expect.objectContaining({ cause: expect.objectContaining({ code: 'ERR_BUFFER_TOO_LARGE' }) as unknown }) as Error)
  })

  test('goes along in the archive, and goes with the account', async () => {
    await sendLogo(ann, picture(33, 22))
    await saveStyle(ann, hers)
    const archive = await openExport(stack.deps, ann.id)
    const pieces: Buffer[] = []
    for await (const piece of archive.pieces()) pieces.push(piece)
    await archive.discard()
    const tar = Buffer.concat(pieces)
    expect(tar.length).toBe(archive.sizeBytes)
    expect(tar.includes('logo.png')).toBe(true)
    expect(tar.includes('#ff8800')).toBe(true)
    await deleteAccount(stack.deps, ann.id)
    expect(await stored(ann)).toEqual([])
  })
})

async function stored(person: Person): Promise<string[]> {
  const keys: string[] = []
  for await (const key of stack.deps.store.list(`users/${person.id}/brand/`)) keys.push(key)
  return keys
}

/** Other tests leave jobs of others in the line. */
async function claimOf(person: Person): Promise<Claim> {
  for (;;) {
    const claim = await stack.claim()
    if (claim.job.userId === person.id) return claim
  }
}

function picture(width = 12, height = 12): Buffer {
  const png = new PNG({ width, height })
  for (let at = 0; at < png.data.length; at += 1) png.data[at] = (at * 37) % 256
  return PNG.sync.write(png)
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

function header(width: number, height: number, interlace = 0): Buffer {
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  size.set([8, 6, 0, 0, interlace], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', size)])
}

function sized(width: number, height: number): Buffer {
  return Buffer.concat([header(width, height), chunk('IDAT', deflateSync(Buffer.alloc(1000))), chunk('IEND', Buffer.alloc(0))])
}

/** 200 MB of zeros for a picture of 4 × 4. */
function bomb(): Buffer {
  return Buffer.concat([header(4, 4), chunk('IDAT', deflateSync(Buffer.alloc(200 * 1024 * 1024, 9))), chunk('IEND', Buffer.alloc(0))])
}

function interlacedBomb(): Buffer {
  return Buffer.concat([header(4, 4, 1), chunk('IDAT', deflateSync(Buffer.alloc(200 * 1024 * 1024))), chunk('IEND', Buffer.alloc(0))])
}

function twoSizes(): Buffer {
  const [width, height] = [1500, 1100]
  return Buffer.concat([header(4, 4), header(width, height).subarray(8), chunk('IDAT', deflateSync(Buffer.alloc((width * 4 + 1) * height))), chunk('IEND', Buffer.alloc(0))])
}

function withNote(png: Buffer, note: string): Buffer {
  return Buffer.concat([png.subarray(0, 33), chunk('tEXt', Buffer.from(`Comment\0${note}`)), png.subarray(33)])
}

function changed(png: Buffer): Buffer {
  const copy = Buffer.from(png)
  copy[60] = copy[60]! ^ 0xff
  return copy
}
