import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import { chooseTranscript } from '../src/stages/transcript.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'transcript-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

async function given(text: string): Promise<string> {
  const path = join(folder, 'given.txt')
  await writeFile(path, text)
  return path
}

const fromPage: Transcript = { origin: 'fathom-page', language: 'en', hasMeasuredEnds: true, cues: [
  { start: 8, end: 14, speaker: 'Anna', text: 'late', words: [{ text: 'late', start: 8, end: 11 }, { text: 'later', start: 12, end: 14 }] }, { start: 1, end: 4, speaker: 'Bob', text: 'early' }, { start: 3, end: 5, speaker: 'Anna', text: 'across' },
  { start: 10, end: 11, speaker: 'Bob', text: 'after the end' }, { start: 2, end: 3, speaker: 'Bob', text: '  ' },
] }

test('the person\'s own file wins over what Fathom gave', async () => {
  const chosen = await chooseTranscript({ transcriptPath: await given('[0:01] Zoe: hello'), transcript: fromPage }, 10)
  expect(chosen).toMatchObject({ origin: 'file', hasMeasuredEnds: false, cues: [{ start: 1, speaker: 'Zoe', text: 'hello' }] })
})

test('cues come in order and inside the recording, and may overlap', async () => {
  const chosen = await chooseTranscript({ transcriptPath: null, transcript: fromPage }, 10)
  expect(chosen.cues.map(({ start, end, text }) => [start, end, text])).toEqual([[1, 4, 'early'], [3, 5, 'across'], [8, 10, 'late']])
  expect(chosen.cues[2]!.words).toEqual([{ text: 'late', start: 8, end: 10 }])
  expect(chosen).toMatchObject({ origin: 'fathom-page', hasMeasuredEnds: true })
})

test('no transcript is an answer too', async () => {
  expect(await chooseTranscript({ transcriptPath: null, transcript: null }, 10)).toEqual({ origin: 'none', language: null, hasMeasuredEnds: false, cues: [] })
  expect(await chooseTranscript({ transcriptPath: null, transcript: fromPage }, 0.5)).toMatchObject({ origin: 'none', cues: [] })
})

test('a file that cannot be read, or belongs to another recording, is told', async () => {
  await expect(chooseTranscript({ transcriptPath: await given('no times here'), transcript: fromPage }, 10)).rejects.toMatchObject({ code: 'transcript.unreadable' })
  await expect(chooseTranscript({ transcriptPath: join(folder, 'missing'), transcript: null }, 10)).rejects.toMatchObject({ code: 'transcript.unreadable' })
  await expect(chooseTranscript({ transcriptPath: await given('[9:01] Zoe: hello'), transcript: null }, 10)).rejects.toThrow(/another/)
})
