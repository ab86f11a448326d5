import { expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { captionsOf, type CaptionCue } from '@f2l/common/captions/caption-lines.ts'
import { breakIntoBlocks, lineWidth, widthOf } from '@f2l/common/captions/line-breaks.ts'
import { spokenWords } from '@f2l/common/captions/spoken-words.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'
import { chapterTitle } from '../src/plan/chapters.ts'

type CaptionPlan = Pick<EditPlan, 'cues' | 'cuts' | 'keep' | 'frameRate' | 'titleCard'>
const planOf = (cues: Cue[], keep = [{ start: 0, end: 2500 }], titleFrames = 0): CaptionPlan => ({
  cues, cuts: [], keep, frameRate: { num: 25, den: 1 }, titleCard: { title: '', subtitle: '', people: [], frames: titleFrames },
})
const say = (start: number, end: number, text: string, speaker: string | null = 'Ada'): Cue => ({ start, end, speaker, text })
const wordsOf = (captions: CaptionCue[]): string => captions.flatMap(({ lines }) => lines).join(' ').replace(/\b\w+: /g, '')

test('captions have at most two lines of 42 letters, never overlap, and stay inside the video, over random talk', () => {
  const random = seededNumbers(3)
  for (let round = 0; round < 50; round++) {
    const plan = planOf(randomTalk(random), [{ start: 0, end: 800 }, { start: 900, end: 1600 }], 60)
    const captions = captionsOf(plan)
    captions.forEach(({ start, end, lines }, index) => {
      expect(lines.length).toBeGreaterThanOrEqual(1)
      expect(lines.length).toBeLessThanOrEqual(2)
      for (const line of lines) {
        expect(widthOf(line)).toBeLessThanOrEqual(lineWidth)
        expect(line).toBe(line.trim())
        expect(line).not.toBe('')
      }
      expect(end).toBeGreaterThan(start)
      expect(end - start).toBeLessThanOrEqual(7.001)
      expect(start).toBeGreaterThanOrEqual(index === 0 ? 2.4 : captions[index - 1]!.end)
      expect(end).toBeLessThanOrEqual(62.401)
    })
  }
})

test('times are those of the output: after title card and cuts', () => {
  const captions = captionsOf(planOf([say(10, 12, 'After the cut.')], [{ start: 0, end: 50 }, { start: 250, end: 500 }], 60))
  expect(captions).toEqual([{ start: 4.4, end: expect.closeTo(6.4, 3), lines: ['Ada: After the cut.'], speaker: 'Ada' }])
})

test('a cue that was cut away whole has no caption', () => {
  expect(captionsOf(planOf([say(5, 7, 'Gone.'), say(10, 12, 'Here.')], [{ start: 0, end: 50 }, { start: 250, end: 500 }]))).toHaveLength(1)
})

test('no word is lost and their order stays, when one person speaks', () => {
  const text = 'The quick brown fox jumps over the lazy dog, and then it does so again; nobody knows why. Perhaps it likes the dog? Perhaps not at all, who can tell these things apart in the dark.'
  expect(wordsOf(captionsOf(planOf([say(0, 14, text)])))).toBe(text)
})

test('the name stands where the speaker changes and nowhere else', () => {
  const captions = captionsOf(planOf([say(0, 2, 'One.'), say(2, 4, 'Two.'), say(4, 6, 'Three.', 'Bob'), say(6, 8, 'Four.')]))
  expect(captions.map(({ lines }) => lines[0])).toEqual(['Ada: One.', 'Two.', 'Bob: Three.', 'Ada: Four.'])
})

test('a word thrown in stands below the line it interrupts, with its speaker', () => {
  const captions = captionsOf(planOf([
    say(0, 8, 'I will explain the whole thing to you now, step by step, until it is clear.'), say(1, 1.5, 'Yeah.', 'Bob'),
  ]))
  expect(captions[0]!.lines).toEqual([expect.stringMatching(/^Ada: I will explain/), 'Bob: Yeah.'])
  expect(captions[1]!.lines[0]).toMatch(/^Ada: /)
})

test('lines break where sentences and clauses do', () => {
  expect(breakIntoBlocks('This is the first sentence of them all. And here comes the second one, which is quite a bit longer.')[0]).toEqual(['This is the first sentence of them all.'])
})

test.each([
  ['abbreviations are no ends of sentences', 'We spoke with Dr. Miller and Prof. Ward about 3.5 million dollars, e.g. for the new house of the school in the old town.', /(?:Dr|Prof|e\.g)\.$/],
  ['articles and prepositions stay with what they stand before', 'They went to the house of the lord in the middle of the night and nobody saw them on the way to the old town.', /\b(?:the|of|in|to|on)$/],
  ['German articles too', 'Wir haben gestern mit der Leiterin des Hauses über die Kosten der neuen Heizung gesprochen und dann eine Lösung gefunden.', /\b(?:der|des|die|mit|eine|über)$/],
  ['numbers stay with what they count', 'The new plan needs about 25 engineers and roughly 400 machines before the 15 customers in 3 countries can begin.', /\d$/],
])('%s', (_, text, badEnd) => {
  const lines = breakIntoBlocks(text).flat()
  expect(lines.length).toBeGreaterThan(2)
  for (const line of lines) expect(line).not.toMatch(badEnd)
})

test('the last caption of a sentence is more than one lost word', () => {
  expect(breakIntoBlocks('I really think that we should look at all of the results of the second experiment before anybody decides it.').at(-1)!.join(' ').length).toBeGreaterThan(12)
})

test('Thai and Japanese, which have no spaces, break between words and get none', () => {
  const thai = 'สวัสดีครับทุกคนวันนี้เราจะพูดถึงงบประมาณของไตรมาสหน้าและน้ำที่ผู้ใช้ต้องการรวมทั้งแผนการเปิดตัวผลิตภัณฑ์ใหม่'
  const words = new Set([...new Intl.Segmenter('th', { granularity: 'word' }).segment(thai)].map(({ index }) => index))
  const lines = captionsOf(planOf([say(0, 20, thai, 'สมชาย')])).flatMap(({ lines }) => lines).map(line => line.replace('สมชาย: ', ''))
  expect(lines.join('')).toBe(thai)
  for (let index = 1; index < lines.length; index++) expect(words.has(lines.slice(0, index).join('').length)).toBe(true)
  const japanese = '今日は来四半期の予算と新製品の発売計画について話します。まず最初に、先月の売上について報告させていただきます。'
  const shown = captionsOf(planOf([say(0, 20, japanese, null)])).flatMap(({ lines }) => lines)
  expect(shown.join('')).toBe(japanese)
  expect(shown.every(line => !/^[、。はがをにで]/u.test(line))).toBe(true)
})

test('of whatever characters a text is made, lines keep their limits and no character is lost', () => {
  const random = seededNumbers(11)
  const pool = [...'ab Zé0.,!?-()[]{}\\"\'…—«»  \u00a0\u200d\u0301شلגקनिंกำ今い한글😀👍🏽🇩🇪']
  for (let round = 0; round < 150; round++) {
    const text = Array.from({ length: Math.floor(random() * 160) }, () => pool[Math.floor(random() * pool.length)]).join('').trim()
    const blocks = breakIntoBlocks(text)
    for (const lines of blocks) {
      expect(lines.length).toBeLessThanOrEqual(2)
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(lineWidth)
    }
    expect(blocks.flat().join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
  }
})

test('one word longer than a line is cut, not dropped', () => {
  const word = 'https://example.com/'.padEnd(100, 'x')
  expect(breakIntoBlocks(word).flat().join('')).toBe(word)
})

test.each([
  ['right to left', 'שלום לכולם, נתחיל את הישיבה של היום ונדבר על התקציב החדש של השנה הבאה בבקשה'],
  ['Chinese without spaces', '今天我们要讨论下一个季度的预算问题以及新产品的发布计划还有其他一些重要的事情请大家认真听'],
  ['emoji families', '👨‍👩‍👧‍👦 '.repeat(40).trim()],
  ['marks on letters', 'a\u0301\u0302\u0303'.repeat(60)],
])('%s text keeps all its letters within the limits', (_, text) => {
  const lines = breakIntoBlocks(text).flat()
  expect(lines.every(line => widthOf(line) <= lineWidth)).toBe(true)
  expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
})

test('81: characters that mean something elsewhere stay as they are; invisible ones go', () => {
  const text = `He said: "it's 100% {\\b1} <script>" --> & more`
  expect(wordsOf(captionsOf(planOf([say(0, 5, text, null)])))).toBe(text.replace('said: ', 'said: ').replace(/\b\w+: /g, ''))
  expect(captionsOf(planOf([say(0, 5, 'safe\u202egpj.exe\u0000\u0007 text\ud800', null)]))[0]!.lines[0]).toBe('safe gpj.exe text\ufffd')
})

test.each([
  ['marks inside a word', `a${'!'.repeat(100_000)}a`], ['commas', `We do it ${','.repeat(100_000)}a`], ['brackets', '['.repeat(100_000)], ['half links', '[a]('.repeat(25_000)],
  ['dots and spaces', `We do it ${'. '.repeat(50_000)}a`], ['one word again and again', 'so '.repeat(33_000)], ['one word', 'a'.repeat(100_000)], ['marks on one letter', `a${'\u0301'.repeat(100_000)}`],
])('81: the longest cue that a transcript may have is laid in time, also if it is made of %s', (_, text) => {
  const start = process.cpuUsage()
  captionsOf(planOf([say(0, 60, text)]))
  spokenWords(text)
  chapterTitle(text)
  expect(process.cpuUsage(start).user).toBeLessThan(5_000_000)
})

test('empty and blank cues make no caption', () => {
  expect(captionsOf(planOf([say(0, 2, '  \n '), say(2, 4, '\u200b')]))).toEqual([])
})

function randomTalk(random: () => number): Cue[] {
  const words = ['so', 'budget', 'perhaps,', 'we', 'should.', 'talking', 'about', 'internationalization', 'Mm-hmm.', 'ok?']
  let at = 0
  return Array.from({ length: 40 }, () => {
    const count = 1 + Math.floor(random() ** 3 * 60)
    const start = Math.max(0, at - random() * 2)
    at = start + count / 3
    return say(start, at, Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' '), ['Ada', 'Bob', null, 'A very long name of somebody important'][Math.floor(random() * 4)]!)
  })
}
