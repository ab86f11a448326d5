import { beforeAll, expect, test } from 'vitest'
import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import { alignWords, type AlignedWord } from '../src/plan/align-words.ts'
import { spokenSize, spokenWords } from '@f2l/common/captions/spoken-words.ts'
import { packTimbre } from '../src/plan/timbre.ts'
import { makeTimbreMeter } from '../src/stages/analyse/timbre-meter.ts'
import { readHesitations, withMeasuredEnds, withWholeSeconds, type Hesitations } from './hesitations.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

const isFiller = (word: string): boolean => /^(um|uh|erm)$/i.test(word)
let talk: Hesitations

beforeAll(async () => { talk = await readHesitations() }, 180_000)

function aligned({ cues, hasMeasuredEnds }: Transcript, sound = talk.sound): AlignedWord[][] {
  return cues.map((_, index) => alignWords({ cues, hasMeasuredEnds, sound, isFiller }, index))
}

function errorsOf(words: AlignedWord[][]): number[] {
  return words.flatMap((cue, c) => cue.map((word, w) => Math.abs(word.start - talk.cues[c]!.words[w]!.start))).sort((a, b) => a - b)
}

test('words are found where they are said: half of them to 40 ms, nine in ten to a quarter of a second', () => {
  const errors = errorsOf(aligned(withMeasuredEnds(talk.cues)))
  expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.04)
  expect(errors[Math.floor(0.9 * errors.length)]).toBeLessThan(0.25)
})

test('whole seconds without ends are enough: half of the words to 80 ms', () => {
  const errors = errorsOf(aligned(withWholeSeconds(talk.cues)))
  expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.08)
})

test('a word that is called sure is where it is said, however rough the cues are', () => {
  for (const transcript of [withMeasuredEnds(talk.cues), withWholeSeconds(talk.cues)]) {
    const sure = aligned(transcript).flatMap((words, c) => words.map((word, w) => ({ word, truth: talk.cues[c]!.words[w]! }))).filter(({ word }) => word.confidence > 0.8)
    expect(sure.length).toBeGreaterThan(15)
    const wrong = sure.filter(({ word, truth }) => Math.abs(word.start - truth.start) > 0.15)
    expect(wrong.length / sure.length).toBeLessThan(0.08)
  }
})

test('words keep their order and never overlap, in any sound and for any text', () => {
  const random = seededNumbers(4)
  const texts = ['Um, well.', 'Ja, äh, das ist so.', '今日は、えーと、会議です。', 'Привет, эм, всем!', 'مرحبا بكم جميعا', '— … !', 'a '.repeat(500), 'Donaudampfschifffahrtsgesellschaftskapitän', '2026 99 %']
  for (let round = 0; round < 60; round++) {
    const levels = Int8Array.from({ length: 600 }, (_, i) => random() < 0.5 ? -70 : -20 - 30 * random() * Math.sin(i / 9) ** 2)
    const cue = { start: random() * 5, end: 5 + random() * 2, speaker: 'Ada', text: texts[round % texts.length]! }
    const words = alignWords({ cues: [cue, { ...cue, start: 6 }], hasMeasuredEnds: round % 2 === 0, sound: { speech: [{ start: 1, end: 4 }], levels, timbre: null }, isFiller }, 0)
    expect(words).toHaveLength(spokenWords(cue.text).length)
    words.forEach(({ start, end, confidence }, index) => {
      expect(end).toBeGreaterThanOrEqual(start)
      expect(start).toBeGreaterThanOrEqual(index === 0 ? 0 : words[index - 1]!.end - 1e-9)
      expect(confidence >= 0 && confidence <= 1.0001).toBe(true)
    })
  }
})

test('measured word times are used as they are', () => {
  const words = [{ text: 'Um,', start: 1.25, end: 1.5 }, { text: 'hello', start: 2, end: 2.4 }]
  const cue = { start: 1, end: 3, speaker: null, text: 'Um, hello', words }
  const found = alignWords({ cues: [cue], hasMeasuredEnds: true, sound: talk.sound, isFiller }, 0)
  expect(found).toMatchObject([{ text: 'Um', start: 1.25, end: 1.5, confidence: 1 }, { text: 'hello', start: 2, end: 2.4, confidence: 1 }])
})

test('too many words for the sound are spread over it and called unsure', () => {
  const cue = { start: 1, end: 1.5, speaker: null, text: 'many words '.repeat(100) }
  const words = alignWords({ cues: [cue], hasMeasuredEnds: true, sound: talk.sound, isFiller }, 0)
  expect(words).toHaveLength(200)
  expect(words.every(({ confidence }) => confidence === 0)).toBe(true)
  expect(words.at(-1)!.end).toBeCloseTo(1.5)
})

test('a cue over hours takes no memory: its words are spread and called unsure', () => {
  const cue = { start: 0, end: 14_400, speaker: null, text: 'The whole meeting, um, in one cue.' }
  const words = alignWords({ cues: [cue], hasMeasuredEnds: true, sound: { speech: [], levels: new Int8Array(1_440_000), timbre: null }, isFiller }, 0)
  expect(words.map(({ confidence }) => confidence)).toEqual(words.map(() => 0))
})

test('text is taken apart into spoken words in any script, with their place in it', () => {
  const text = '“Well,” – she said… 今日は会議です。'
  const words = spokenWords(text)
  expect(words.slice(0, 3).map(word => word.text)).toEqual(['Well', 'she', 'said'])
  expect(words.map(({ from, to }) => text.slice(from, to)).join('')).toBe('“Well,”she' + 'said…今日は会議です。')
  expect(words[0]).toMatchObject({ isBeforePause: true, isQuestion: false })
  expect(spokenWords('b-bit don\'t mm-hmm')).toHaveLength(3)
  expect(spokenSize('会議')).toBe(2)
  expect(spokenSize('understanding')).toBeGreaterThan(2 * spokenSize('the'))
})

test('a hiss is bright, a hum is dark, a held sound does not change, and where one turns into the other it does', () => {
  const random = seededNumbers(6)
  const meter = makeTimbreMeter()
  for (let block = 0; block < 40; block++) {
    meter.hear(Float32Array.from({ length: 160 }, (_, i) => block < 20 ? 0.3 * Math.sin(2 * Math.PI * 150 * (160 * block + i) / 16_000) : 0.2 * (random() - 0.5) * (i % 2 === 0 ? 1 : -1)))
  }
  const packed = meter.end()
  const at = (block: number): { brightness: number; change: number } => ({ brightness: packed[block]! >> 4, change: packed[block]! & 15 })
  expect(packed).toHaveLength(40)
  expect(at(10).brightness).toBeLessThanOrEqual(1)
  expect(at(10).change).toBeLessThanOrEqual(1)
  expect(at(30).brightness).toBeGreaterThanOrEqual(9)
  expect(Math.max(at(19).change, at(20).change)).toBeGreaterThanOrEqual(8)
  expect(packTimbre(2, -1)).toBe(0xf0)
})

test('the colour of a sound costs less than half a percent of its length', () => {
  const meter = makeTimbreMeter()
  const block = Float32Array.from({ length: 160 }, (_, i) => Math.sin(i))
  const before = process.cpuUsage()
  for (let i = 0; i < 12_000; i++) meter.hear(block)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6 / 120).toBeLessThan(0.005)
})
