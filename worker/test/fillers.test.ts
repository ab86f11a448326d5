import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { convertOptions, type ConvertOptions, type Cut, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import { captionsOf } from '@f2l/common/captions/caption-lines.ts'
import { withFillerCuts } from '../src/plan/cut-fillers.ts'
import { fillersOf } from '../src/plan/filler-words.ts'
import { findSilences, type FrameGrid } from '../src/plan/find-cuts.ts'
import { keptText } from '@f2l/common/captions/kept-text.ts'
import { planEdit } from '../src/plan/plan-edit.ts'
import { encodeLevels } from '../src/plan/sound-levels.ts'
import type { HeardSound } from '../src/plan/speech-frames.ts'
import { languageOf } from '../src/plan/spoken-language.ts'
import { hear, readHesitations, withMeasuredEnds, withWholeSeconds, type Hesitations } from './hesitations.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

const meetingPath = new URL('../../demo/media/inputs/meeting-four-speakers.flac', import.meta.url).pathname
const meetingSeconds = 93.79
const grids = [{ num: 25, den: 1 }, { num: 30, den: 1 }, { num: 30_000, den: 1001 }]
let talk: Hesitations
let meeting: { sound: HeardSound; turns: (Cue & { speaker: string })[] }

beforeAll(async () => {
  talk = await readHesitations()
  const { turns } = JSON.parse(await readFile(meetingPath.replace('.flac', '.truth.json'), 'utf8')) as { turns: (Cue & { speaker: string })[] }
  meeting = { sound: await hear(meetingPath, meetingSeconds), turns: turns.toSorted((a, b) => a.start - b.start) }
}, 180_000)

function cutsOf(transcript: Transcript, { sound, durationSeconds, keepWords = [], rate = grids[0]! }: { sound: HeardSound; durationSeconds: number; keepWords?: string[]; rate?: { num: number; den: number } }): Cut[] {
  const grid: FrameGrid = { ...rate, frames: Math.round(durationSeconds * rate.num / rate.den) }
  return withFillerCuts(findSilences({ ...sound, transcript, durationSeconds }, grid), { sound, transcript, keepWords }, grid)
}

const fillerCuts = (cuts: Cut[]): Cut[] => cuts.filter(({ reason }) => reason === 'filler')
const overlap = (a: Span, b: Span): number => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start))
const isHesitation = (text: string): boolean => /^(um|uh|erm)\b/i.test(text)

test('hesitations between pauses are cut whole, none of another word is, and one that runs into the next word stays', () => {
  const words = talk.cues.flatMap(cue => cue.words)
  for (const transcript of [withMeasuredEnds(talk.cues), withWholeSeconds(talk.cues)]) {
    for (const rate of grids) {
      const cuts = fillerCuts(cutsOf(transcript, { ...talk, rate }))
      const alone = words.filter((word, index) => isHesitation(word.text) && word.start - (words[index - 1]?.end ?? 0) > 0.1)
      const cut = alone.filter(word => cuts.some(({ span }) => overlap(span, word) > 0.8 * (word.end - word.start)))
      expect(alone).toHaveLength(6)
      expect(cut.length).toBeGreaterThanOrEqual(5)
      for (const word of words.filter(word => !isHesitation(word.text))) {
        for (const { span } of cuts) expect(overlap(span, word)).toBeLessThan(0.02)
      }
    }
  }
})

test('every filler cut names its word and its confidence, and leaves a short gap between the words around it', () => {
  const words = talk.cues.flatMap(cue => cue.words)
  for (const { text, confidence, span } of fillerCuts(cutsOf(withMeasuredEnds(talk.cues), talk))) {
    expect(text).toMatch(/^(um|uh|erm)$/i)
    expect(confidence).toBeGreaterThanOrEqual(0.5)
    const before = words.findLast(word => word.end <= span.start + 0.02 && !isHesitation(word.text))
    const after = words.find(word => word.start >= span.end - 0.02 && !isHesitation(word.text))
    if (before && after) expect(span.start - before.end + after.start - span.end).toBeGreaterThan(0.09)
  }
})

test('in a real meeting a hesitation that nobody talks over is cut, between real dips, and no other turn is touched', () => {
  const transcript = withMeasuredEnds(meeting.turns)
  const cuts = fillerCuts(cutsOf(transcript, { sound: meeting.sound, durationSeconds: meetingSeconds }))
  expect(cuts.map(({ text }) => text)).toEqual(['Um'])
  for (const { span } of cuts) {
    const inside = meeting.turns.filter(turn => overlap(turn, span) > 0)
    expect(inside).toHaveLength(1)
    const { levels } = meeting.sound
    const loudest = Math.max(...levels.subarray(Math.round(span.start * 100), Math.round(span.end * 100)))
    for (const edge of [span.start, span.end]) expect(levels[Math.floor(edge * 100 + 1e-6)]).toBeLessThan(loudest - 20)
  }
})

test('the real meeting as Fathom\'s API tells it, in whole seconds, loses no word either', () => {
  for (const { span, text } of fillerCuts(cutsOf(withWholeSeconds(meeting.turns), { sound: meeting.sound, durationSeconds: meetingSeconds }))) {
    expect(text).toBe('Um')
    expect(meeting.turns.filter(turn => overlap(turn, span) > 0)).toHaveLength(1)
  }
})

test('nothing is cut while somebody else speaks', () => {
  const transcript = withMeasuredEnds(talk.cues)
  const other = { start: 0, end: talk.durationSeconds, speaker: 'Dee', text: 'All the while I talk about something else.' }
  expect(fillerCuts(cutsOf(transcript, talk)).length).toBeGreaterThan(0)
  expect(fillerCuts(cutsOf({ ...transcript, cues: [other, ...transcript.cues] }, talk))).toEqual([])
})

test('a word that somebody wants kept is kept, however it is written', () => {
  const transcript = withMeasuredEnds(talk.cues)
  const texts = fillerCuts(cutsOf(transcript, { ...talk, keepWords: ['UM', 'Erm,'] })).map(({ text }) => text!.toLowerCase())
  expect(new Set(texts)).toEqual(new Set(['uh']))
})

test('a transcript of another stretch of the meeting cuts nothing that is not a hesitation', () => {
  const words = talk.cues.flatMap(cue => cue.words)
  for (const shift of [-2, -1, 1, 2]) {
    const { cues, ...rest } = withMeasuredEnds(talk.cues)
    const moved = cues.map(cue => ({ ...cue, start: Math.max(0, cue.start + shift), end: cue.end + shift }))
    for (const { span } of fillerCuts(cutsOf({ ...rest, cues: moved }, talk))) {
      for (const word of words.filter(({ text }) => !isHesitation(text))) expect(overlap(span, word)).toBeLessThan(0.02)
    }
  }
})

test('over random talk: cuts ascend in whole frames, never overlap, never touch another cue or another word', () => {
  const random = seededNumbers(11)
  let found = 0
  for (let round = 0; round < 60; round++) {
    const { sound, cues, words, durationSeconds } = randomTalk(random)
    const rate = grids[round % grids.length]!
    const cuts = cutsOf({ origin: 'file', language: 'en', hasMeasuredEnds: true, cues }, { sound, durationSeconds, rate })
    cuts.forEach(({ frames, reason, span }, index) => {
      expect(Number.isInteger(frames.start) && Number.isInteger(frames.end) && frames.end > frames.start).toBe(true)
      if (index > 0) expect(frames.start).toBeGreaterThanOrEqual(cuts[index - 1]!.frames.end)
      if (reason !== 'filler') return
      found++
      expect(cues.filter(cue => overlap(cue, span) > 0).length).toBeLessThanOrEqual(1)
      for (const word of words) if (!isHesitation(word.text)) expect(overlap(word, span)).toBeLessThan(1e-6)
    })
  }
  expect(found).toBeGreaterThan(60)
})

test('a sound that does not end in a hum is no "um", whatever the transcript says', () => {
  const words = [{ text: 'Hello', start: 0.2, end: 0.7 }, { text: 'um', start: 1, end: 1.4 }, { text: 'there', start: 1.8, end: 2.2 }]
  const transcript: Transcript = { origin: 'file', language: 'en', hasMeasuredEnds: true, cues: [{ start: 0.2, end: 2.2, speaker: 'Ada', text: 'Hello um there', words }] }
  const asWritten = soundOf(words, 3)
  const levels = asWritten.levels.map(level => level === -33 ? -25 : level)
  expect(fillerCuts(cutsOf(transcript, { sound: asWritten, durationSeconds: 3 }))).toHaveLength(1)
  expect(fillerCuts(cutsOf(transcript, { sound: { ...asWritten, levels }, durationSeconds: 3 }))).toEqual([])
})

test('a filler between two pauses that are cut goes with them: one removal, three reasons', () => {
  const words = [{ text: 'Hello', start: 0.2, end: 0.6 }, { text: 'everybody.', start: 0.65, end: 1.3 }, { text: 'um', start: 3, end: 3.4 }, { text: 'Goodbye', start: 5, end: 5.5 }, { text: 'everybody', start: 5.55, end: 6.2 }]
  const sound = soundOf(words, 7)
  const cues = [{ start: 0.2, end: 1.3, speaker: 'Ada', text: 'Hello everybody.' }, { start: 3, end: 6.2, speaker: 'Ada', text: 'um Goodbye everybody', words: words.slice(2) }]
  const cuts = cutsOf({ origin: 'file', language: 'en', hasMeasuredEnds: true, cues }, { sound, durationSeconds: 7 })
  const inner = cuts.filter(({ span }) => span.start > 1 && span.end < 5)
  expect(inner.map(({ reason }) => reason)).toEqual(['silence', 'filler', 'silence'])
  expect(inner[1]!.frames.start).toBe(inner[0]!.frames.end)
  expect(inner[2]!.frames.start).toBe(inner[1]!.frames.end)
})

test('fillers stay when the option is off, when the video has full length, and when nothing is trimmed', () => {
  const reasonsWith = (options: Partial<ConvertOptions>): string[] => planOf(options).cuts.map(({ reason }) => reason)
  expect(reasonsWith({})).toContain('filler')
  for (const options of [{ fillers: 'off' }, { length: 'full' }, { trim: 'off' }] as const) expect(reasonsWith(options)).not.toContain('filler')
})

test('a plan with fillers out tiles the source, and its captions show every other word once', () => {
  const plan = planOf({})
  const tiles = [...plan.keep, ...plan.cuts.map(cut => cut.frames)].sort((a, b) => a.start - b.start)
  tiles.forEach((tile, index) => { expect(tile.start).toBe(index === 0 ? 0 : tiles[index - 1]!.end) })
  const shown = captionsOf(plan).flatMap(({ lines }) => lines).join(' ').replace(/\b(?:Ada|Bob|Cem): /g, '').toLowerCase().match(/[\p{L}']+/gu)!
  const said = talk.cues.flatMap(({ text }) => text.toLowerCase().match(/[\p{L}']+/gu)!)
  const gone = fillerCuts(plan.cuts).map(({ text }) => text!.toLowerCase())
  expect(shown.filter(word => !isHesitation(word))).toEqual(said.filter(word => !isHesitation(word)))
  expect(shown.filter(isHesitation).length).toBe(said.filter(isHesitation).length - gone.length)
})

test.each([
  ['Um, so we start.', 'um', 'So we start.'],
  ['We saw, um, three people.', 'um', 'We saw, three people.'],
  ['We start now, um.', 'um', 'We start now.'],
  ['It is done. Um... Next point.', 'um', 'It is done. Next point.'],
  ['and uh we go', 'uh', 'and we go'],
  ['“Um, hello,” she said.', 'Um', '“Hello,” she said.'],
  ['えーと、今日は会議です。', 'えーと', '今日は会議です。'],
  ['The museum is umbrella-shaped.', 'um', 'The museum is umbrella-shaped.'],
])('"%s" without its "%s" reads "%s"', (text, word, kept) => {
  expect(keptText({ start: 0, end: 10, speaker: 'Ada', text }, [{ span: { start: 0, end: 10 }, reason: 'filler', text: word }])).toBe(kept)
})

test('of two alike the one that was cut leaves the caption', () => {
  const cue = { start: 0, end: 10, speaker: 'Ada', text: 'I um think that we should all um go.' }
  const cut = (start: number): Pick<Cut, 'span' | 'reason' | 'text'> => ({ span: { start, end: start + 0.5 }, reason: 'filler', text: 'um' })
  expect(keptText(cue, [cut(8.5)])).toBe('I um think that we should all go.')
  expect(keptText(cue, [cut(0.6)])).toBe('I think that we should all um go.')
  expect(keptText(cue, [cut(0.6), cut(8.5)])).toBe('I think that we should all go.')
  expect(keptText(cue, [{ ...cut(8.5), reason: 'silence' }])).toBe(cue.text)
})

test.each([
  ['en', ['um', 'Uhm', 'uh', 'UHHH', 'erm', 'ummm', 'er'], ['like', 'so', 'well', 'eh', 'err', 'mm', 'mm-hmm', 'uh-huh', 'oh', 'ah', 'her', 'umbrella', 'you know']],
  ['de-AT', ['äh', 'ähm', 'Äääh', 'öhm', 'ehm'], ['ja', 'eh', 'also', 'er', 'um', 'halt', 'mhm']],
  ['fr', ['euh', 'heu', 'Euuuh'], ['eu', 'ben', 'bah', 'un', 'eux', 'hein']],
  ['es', ['eh', 'em', 'ehm'], ['este', 'e', 'es', 'pues', 'en']],
  ['nl', ['eh', 'euh', 'uhm'], ['een', 'u', 'er', 'hè']],
  ['it', ['ehm', 'uhm'], ['eh', 'e', 'è', 'beh', 'allora']],
  ['pt-BR', ['uhm', 'ahm'], ['é', 'um', 'uma', 'hum', 'então']],
  ['nn', ['øh', 'eh', 'øhm'], ['er', 'ø', 'em']],
  ['ja', ['えーと', 'えっと'], ['あの', 'はい', 'え']],
  ['tr', ['ehm'], ['um', 'uh', 'eh', 'er', 'euh']],
])('in %s only sounds that mean nothing are fillers', (language, fillers, words) => {
  const isFiller = fillersOf({ language, texts: [], keepWords: [] })
  expect(fillers.filter(word => !isFiller(word))).toEqual([])
  expect(words.filter(isFiller)).toEqual([])
})

test('an unknown language is told by its common words, and when it is not clear only sounds that are fillers everywhere go', () => {
  const german = ['Wir haben das nicht auf der Liste, aber ich denke, dass die Zahlen für das Quartal auch mit den anderen stimmen.']
  expect(languageOf(german)).toBe('de')
  expect(languageOf(['I think that we should look at the numbers and what they are for this quarter, but not now.'])).toBe('en')
  expect(languageOf(['Nós não temos uma resposta para isso, mas você é que sabe o que os outros também dizem.'])).toBe('pt')
  expect(languageOf(['Kaizen', 'Sprint review', '42'])).toBeNull()
  expect(fillersOf({ language: 'unknown', texts: german, keepWords: [] })('um')).toBe(false)
  expect(fillersOf({ language: null, texts: german, keepWords: [] })('äh')).toBe(true)
  const unclear = fillersOf({ language: null, texts: ['42'], keepWords: [] })
  expect(['uhm', 'ehm', 'ähm', 'ummm'].every(unclear)).toBe(true)
  expect(['um', 'eh', 'er', 'uh', 'em'].some(unclear)).toBe(false)
})

test('an hour of talk with a hesitation in every third cue is planned in a few seconds of work', () => {
  const cues = Array.from({ length: 360 }, (_, index) => ({ start: index * 10, end: index * 10 + 9, speaker: 'Ada', text: `${index % 3 === 0 ? 'Um, ' : ''}we should talk about the budget of the third quarter, and then about the people we need for it.` }))
  const sound = soundOf(cues.flatMap(cue => cue.text.split(' ').map((text, w) => ({ text, start: cue.start + 0.42 * w, end: cue.start + 0.42 * w + 0.35 }))), 3600)
  const before = process.cpuUsage()
  cutsOf({ origin: 'file', language: 'en', hasMeasuredEnds: true, cues }, { sound, durationSeconds: 3600 })
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(4)
})

/** Levels and speech of words that are said at these times, quiet between them; "um" ends in a hum. The colour is unknown. */
function soundOf(words: (Span & { text: string })[], seconds: number): HeardSound {
  const levels = new Int8Array(Math.round(seconds * 100)).fill(-72)
  for (const { text, start, end } of words) {
    levels.fill(-25, Math.round(start * 100), Math.round(end * 100))
    if (text === 'um') levels.fill(-33, Math.round((start + end) * 50), Math.round(end * 100))
  }
  const speech: Span[] = []
  for (const { start, end } of words) {
    const last = speech.at(-1)
    if (last && start - last.end < 0.2) last.end = end
    else speech.push({ start, end })
  }
  return { speech, levels, timbre: null }
}

/** Two people in turn, sometimes at once, with words as long as they are to say, hesitations and pauses. */
function randomTalk(random: () => number): { sound: HeardSound; cues: Cue[]; words: (Span & { text: string })[]; durationSeconds: number } {
  const vocabulary = ['we', 'should', 'think', 'about', 'understanding', 'a', 'deadline', 'tomorrow', 'is', 'number']
  const words: (Span & { text: string })[] = []
  const cues: Cue[] = []
  let at = 0.5
  for (let c = 0; c < 6; c++) {
    const own: (Span & { text: string })[] = []
    for (let w = 0; w < 10; w++) {
      const isFiller = random() < 0.2 && own.at(-1)?.text !== 'um'
      const text = isFiller ? 'um' : vocabulary[Math.floor(random() * vocabulary.length)]!
      if (isFiller) at += 0.15 + 0.3 * random()
      const length = isFiller ? 0.2 + 0.3 * random() : text.length * 0.06 * (0.8 + 0.4 * random()) + 0.05
      own.push({ text, start: at, end: at + length })
      at += length + (isFiller ? 0.15 + 0.3 * random() : random() < 0.3 ? 0.05 : 0)
    }
    words.push(...own)
    cues.push({ start: own[0]!.start, end: own.at(-1)!.end, speaker: c % 2 ? 'Bob' : 'Ada', text: own.map(({ text }) => text).join(' ') })
    at += random() < 0.2 ? -0.5 : 0.3 + random() * 2
  }
  return { sound: soundOf(words.toSorted((a, b) => a.start - b.start), at + 1), cues: cues.sort((a, b) => a.start - b.start), words, durationSeconds: at + 1 }
}

function planOf(options: Partial<ConvertOptions>): EditPlan {
  return planEdit({
    media: {
      sha256: 'x', sizeBytes: 1, durationSeconds: talk.durationSeconds, hasVideo: false, hasAudio: true, video: null,
      audio: { channels: 1, sampleRate: 16_000, codec: 'opus', startSeconds: 0, streamIndex: 0 },
      grid: { num: 25, den: 1, frames: Math.floor(talk.durationSeconds * 25) },
    },
    analysis: { speech: talk.sound.speech, levels: encodeLevels(talk.sound.levels), timbre: packed(talk.sound), loudness: null, faces: [], speakerFaces: {} },
    transcript: withMeasuredEnds(talk.cues),
    notes: { title: null, recordedAt: null, participants: [], summaryMarkdown: null, actionItems: [], highlights: [] },
    options: convertOptions.parse(options), title: null, fileName: 'hesitations.opus',
  })
}

function packed({ timbre }: HeardSound): string {
  return Buffer.from(timbre!.brightness.map((brightness, i) => brightness << 4 | timbre!.change[i]!)).toString('base64')
}
