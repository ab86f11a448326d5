import { expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { chaptersOf, chapterTitle, findChapters, type ChapterInput } from '../src/plan/chapters.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

const noNotes = { highlights: [], actionItems: [] }
const planOf = (seconds: number, titleFrames = 60): ChapterInput['plan'] => ({
  keep: [{ start: 0, end: Math.round(25 * seconds) }], frameRate: { num: 25, den: 1 },
  titleCard: { title: 'Weekly sync', subtitle: '', people: [], frames: titleFrames },
})
const find = (input: ChapterInput): { start: number; end: number; title: string }[] => chaptersOf({ ...input.plan, chapters: findChapters(input) } as EditPlan)

test('the first chapter is at 0:00, there are 2 to 15, each lasts at least 5 s and they fill the video, over random talk', () => {
  const random = seededNumbers(4)
  for (let round = 0; round < 30; round++) {
    const seconds = 60 + random() * 4000
    const chapters = find({ plan: planOf(seconds), cues: talk(seconds, random), notes: noNotes })
    expect(chapters.length).toBeGreaterThanOrEqual(2)
    expect(chapters.length).toBeLessThanOrEqual(15)
    expect(chapters[0]!.start).toBe(0)
    expect(chapters.at(-1)!.end).toBeCloseTo(2.4 + Math.round(25 * seconds) / 25)
    chapters.forEach(({ start, end, title }, index) => {
      expect(end - start).toBeGreaterThanOrEqual(5)
      if (index > 0) expect(start).toBe(chapters[index - 1]!.end)
      expect([...title].length).toBeLessThanOrEqual(60)
      expect(title.trim()).not.toBe('')
    })
  }
})

test('what a person marked becomes a chapter with its own words', () => {
  const notes = {
    highlights: [{ start: 100, end: 110, text: '**Pricing** decision' }],
    actionItems: [{ text: 'Send the contract to legal', at: 200, assignee: null, isDone: false }, { text: 'No time known', at: null, assignee: null, isDone: false }],
  }
  const chapters = find({ plan: planOf(300), cues: [], notes })
  expect(chapters.map(({ title }) => title)).toEqual(['Weekly sync', 'Pricing decision', 'Send the contract to legal'])
  expect(chapters[1]!.start).toBeCloseTo(102.4)
})

test('thirty highlights make fifteen chapters, two at the same place make one', () => {
  const highlights = Array.from({ length: 30 }, (_, index) => ({ start: 20 + index * 30, end: 0, text: `Point number ${index}` }))
  expect(find({ plan: planOf(1000), cues: [], notes: { ...noNotes, highlights } })).toHaveLength(15)
  const twice = [{ start: 50, end: 60, text: 'First of all' }, { start: 52, end: 60, text: 'Second of all' }]
  expect(find({ plan: planOf(100), cues: [], notes: { ...noNotes, highlights: twice } })).toHaveLength(2)
})

test('where the talk turns to something else a chapter begins', () => {
  const about = (topic: string, start: number): Cue[] => Array.from({ length: 12 }, (_, index) => ({
    start: start + index * 5, end: start + index * 5 + 4.8, speaker: 'Ada', text: `The ${topic} ${topic} needs another look because ${topic} is late.`,
  }))
  const chapters = find({ plan: planOf(120), cues: [...about('marketing budget', 0), ...about('database migration', 60)], notes: noNotes })
  expect(chapters).toHaveLength(2)
  expect(chapters[1]!.start).toBeCloseTo(62.4, 0)
  expect(chapters[1]!.title).toBe('Database migration')
})

test('a chapter is called after a sentence that is about its topic, not after the small talk it begins with, and no title stands twice', () => {
  const topics = [
    ['Hello everybody, can you hear me?', 'Yeah, I can hear you.', 'The marketing budget is smaller this year.', 'Advertising eats most of the marketing budget.'],
    ['Okay so, moving on.', 'I think that is what it is.', 'The database migration is not finished.', 'Postgres needs the database migration first.'],
    ['Right, yeah, I mean.', 'It is what it is.', 'We have three candidates for the designer role.', 'One of the candidates is a designer in Lisbon.'],
  ]
  const cues = topics.flatMap((sentences, topic) => Array.from({ length: 40 }, (_, index) => ({
    start: 160 * topic + 4 * index, end: 160 * topic + 4 * index + 3.5, speaker: 'Ada', text: sentences[index < 4 ? index : 2 + index % 2]!,
  })))
  const titles = find({ plan: planOf(480), cues, notes: noNotes }).map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
  for (const topic of [/marketing budget/i, /database migration/i, /designer|candidates/i]) expect(titles.some(title => topic.test(title))).toBe(true)
  expect(titles.some(title => /hear|moving|it is/i.test(title))).toBe(false)
})

test('no two headings are almost the same, also not beside one that a person wrote', () => {
  const cues = Array.from({ length: 160 }, (_, index): Cue => ({
    start: 4 * index, end: 4 * index + 3.5, speaker: 'Ada',
    text: index < 80 ? ['The marketing budget is smaller this year.', 'The marketing budget pays for posters.'][index % 2]! : ['So the marketing budget is much smaller this year.', 'A smaller marketing budget buys fewer stickers.'][index % 2]!,
  }))
  const titles = find({ plan: planOf(640), cues, notes: { ...noNotes, highlights: [{ start: 500, end: 510, text: 'Smaller marketing budget' }] } }).map(({ title }) => title)
  const wordsOf = (title: string): Set<string> => new Set(title.toLowerCase().match(/\p{L}{4,}/gu))
  titles.forEach((title, index) => titles.slice(0, index).forEach(other => {
    const [a, b] = [wordsOf(title), wordsOf(other)]
    const shared = [...a].filter(word => b.has(word)).length
    expect(shared / (a.size + b.size - shared), `${title} / ${other}`).toBeLessThan(0.75)
  }))
})

test('a phrase that names nothing is no heading while somebody names something soon after', () => {
  const cues = ['… I guess so.', 'That is what it is, you know.', 'Our supplier raised the price of plastic.'].map((text, index): Cue => ({ start: index * 4, end: index * 4 + 3, speaker: 'Ada', text }))
  expect(find({ plan: planOf(12, 0), cues, notes: noNotes })[0]!.title).toBe('Our supplier raised the price of plastic')
})

test('a video of a few seconds, or one nobody speaks in, has one chapter with the title', () => {
  expect(find({ plan: planOf(4, 0), cues: [{ start: 0, end: 3, speaker: null, text: 'Hi' }], notes: noNotes })).toEqual([{ start: 0, end: 4, title: 'Weekly sync' }])
  expect(find({ plan: planOf(600), cues: [], notes: noNotes })).toHaveLength(1)
})

test('a highlight that was cut away or lies at the very end makes no chapter too short to see', () => {
  const highlights = [{ start: 99, end: 100, text: 'The last second' }, { start: 1, end: 3, text: 'The first second' }]
  expect(find({ plan: planOf(100, 0), cues: [], notes: { ...noNotes, highlights } })).toHaveLength(1)
})

test.each([
  ['Um, so, yeah, I think the the budget is, uh, too small.', 'The budget is, too small'],
  ['…so the case is plastic, I guess.', 'The case is plastic'], ['We could ask the supplier… you know, or something…', 'We could ask the supplier'],
  ['## Next steps', 'Next steps'], ['- [Contract](https://example.com) review', 'Contract review'],
  ['well', 'Well'], ['a'.repeat(90), `${'A' + 'a'.repeat(58)}…`], ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
])('"%s" becomes the heading "%s"', (text, title) => {
  expect(chapterTitle(text)).toBe(title)
})

function talk(seconds: number, random: () => number): Cue[] {
  const topics = ['budget marketing campaign', 'database schema migration', 'hiring interview candidate', 'holiday office party']
  return Array.from({ length: Math.floor(seconds / 6) }, (_, index) => ({
    start: index * 6, end: index * 6 + 4 + random() * 2, speaker: random() < 0.5 ? 'Ada' : 'Bob',
    text: `We should discuss the ${topics[Math.floor(index / 25) % topics.length]} with everybody soon.`,
  }))
}
