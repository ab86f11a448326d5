import { afterAll, beforeAll, expect, test } from 'vitest'
import { editorView, type EditorView } from '@f2l/common/contracts/editor.ts'
import type { ConvertResult } from '@f2l/common/contracts/internal-api.ts'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { settleWith } from './finished-video.ts'
import { sampleResult } from './sample-result.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
beforeAll(async () => {
  stack = await startProductStack()
  ann = await stack.signUp('Ann')
})
afterAll(() => stack?.stop())

let count = 0
const open = (id: string, query = '', person = ann) => person.call('GET', `/api/v1/recordings/${id}/edit${query}`)
const view = async (id: string, query = ''): Promise<EditorView> => editorView.parse(await (await open(id, query)).json())

async function addRecording(): Promise<RecordingSummary> {
  return (await (await ann.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/editor${count++}` })).json() as { recording: RecordingSummary }).recording
}

async function finished(changes: (result: ConvertResult) => Partial<ConvertResult['plan']> = () => ({})): Promise<{ id: string; result: ConvertResult }> {
  const { id, videoId } = await addRecording()
  const claim = await stack.claim()
  await claim.call('GET')
  const made = sampleResult(ann.id, videoId!)
  const result = { ...made, plan: { ...made.plan, ...changes(made) } }
  await settleWith(stack, claim, result)
  return { id, result }
}

test('the owner gets the whole transcript, cuts and chapters in source seconds, whatever the video tells of it', async () => {
  const words = [{ text: 'Over', start: 8, end: 8.4 }, { text: 'the', start: 8.4, end: 21 }, { text: 'cut.', start: 21, end: 22 }]
  const { id, result } = await finished(({ transcript }) => ({ cues: transcript.cues.map((cue, index) => index === 1 ? { ...cue, words } : cue) }))
  const { content, foundChapters, edit, hasLogo, recording } = await view(id)
  expect(content!.cues).toEqual(result.transcript.cues.map((cue, index) => index === 1 ? { ...cue, words } : cue))
  expect(content).toMatchObject({ sourceSeconds: 30, titleCardSeconds: 2, hasPicture: true, cuts: [{ span: { start: 10, end: 20 }, reason: 'silence' }], keep: [{ start: 0, end: 10 }, { start: 20, end: 30 }] })
  expect(foundChapters).toEqual([{ start: 0, title: 'Opening' }, { start: 21, title: 'Plans' }])
  expect(edit).toMatchObject({ title: recording.title, length: 'tight', speakers: [], chapters: null })
  expect(hasLogo).toBe(false)
  await ann.remove(id)
})

test('of a catch-up the transcript is whole, too, and cues outside the recording are left out', async () => {
  const { id } = await finished(({ transcript }) => {
    transcript.cues.push({ start: 31, end: 40, speaker: 'Ann', text: 'After the end.' })
    return { cues: [{ ...transcript.cues[0]!, text: 'Hel' }] }
  })
  expect((await view(id)).content!.cues.map(({ text }) => text)).toEqual(['Hello.', 'Over the cut.', 'Cut away.', 'The end.'])
  await ann.remove(id)
})

test('words that the owner cut out are in no transcript, caption or file of the link, and stay in the editor', async () => {
  const words = [{ text: 'Over', start: 8, end: 8.4 }, { text: 'the', start: 8.6, end: 9.4 }, { text: 'cut.', start: 21, end: 22 }]
  const byHand = { span: { start: 8.5, end: 20 }, frames: { start: 255, end: 600 }, reason: 'manual' as const, confidence: 1 }
  const { id, result } = await finished(({ transcript }) => ({
    cues: transcript.cues.map((cue, index) => index === 1 ? { ...cue, words } : cue), cuts: [byHand], keep: [{ start: 0, end: 255 }, { start: 600, end: 900 }],
  }))
  const { shareToken } = (await view(id)).recording
  const page = await (await stack.anybody('GET', `/api/v1/share/${shareToken}`)).text()
  expect(JSON.parse(page)).toMatchObject({ cues: [{ text: 'Hello.' }, { start: 10, end: 12.5, text: 'Over cut.' }, { text: 'The end.' }] })
  const files = await Promise.all(['captions.vtt', 'transcript.txt', 'transcript.srt', 'transcript.vtt'].map(async name => (await stack.anybody('GET', `/s/${shareToken}/${name}`)).text()))
  for (const shown of [page, ...files]) {
    expect(shown).toContain('Over cut.')
    expect(shown).not.toMatch(/Over the|Cut away/)
  }
  expect((await view(id)).content!.cues.map(({ text }) => text)).toEqual(result.transcript.cues.map(({ text }) => text))
  await ann.remove(id)
})

test('who knows the version is not sent it again, until the video is made again', async () => {
  const { id, result } = await finished()
  const { version } = await view(id)
  expect(await view(id, `?known=${version}`)).toMatchObject({ version, content: null, foundChapters: [{ title: 'Opening' }, { title: 'Plans' }] })
  expect((await view(id, '?known=other')).content).not.toBeNull()
  await ann.call('PATCH', `/api/v1/recordings/${id}/edit`, { length: 'full' })
  const claim = await stack.claim()
  await claim.call('GET')
  const files = Object.fromEntries(Object.entries(result.files).map(([role, key]) => [role, key?.replace('/a1/', '/b2/')])) as ConvertResult['files']
  await settleWith(stack, claim, { ...result, files, plan: { ...result.plan, cuts: [], keep: [{ start: 0, end: 900 }] } })
  const after = await view(id, `?known=${version}`)
  expect(after.version).not.toBe(version)
  expect(after).toMatchObject({ edit: { length: 'full' }, content: { cuts: [], keep: [{ start: 0, end: 30 }] } })
  await ann.remove(id)
})

test('it opens for nobody else, and not before there is a video', async () => {
  const waiting = await addRecording()
  expect((await open(waiting.id)).status).toBe(409)
  await ann.remove(waiting.id)
  const { id } = await finished()
  const bob = await stack.signUp('Bob')
  for (const [person, status] of [[bob, 404], [ann, 200]] as const) expect((await open(id, '', person)).status).toBe(status)
  expect((await stack.anybody('GET', `/api/v1/recordings/${id}/edit`)).status).toBe(401)
  expect((await open('rec_nothing')).status).toBe(404)
})
