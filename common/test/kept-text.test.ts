import { describe, expect, test } from 'vitest'
import { keptCues, keptText } from '../src/captions/kept-text.ts'
import type { Cut } from '../src/contracts/edit-plan.ts'
import { sourceWords } from '../src/contracts/source-words.ts'
import { seededNumbers } from '../src/seeded-numbers.ts'

const cut = (start: number, end: number, reason: Cut['reason'] = 'manual', text?: string): Pick<Cut, 'span' | 'reason' | 'text'> => ({ span: { start, end }, reason, ...(text === undefined ? {} : { text }) })
/** A word a second. */
const timed = (text: string) => ({ start: 0, end: text.split(' ').length, speaker: 'Ada', text, words: text.split(' ').map((word, at) => ({ text: word, start: at, end: at + 0.9 })) })

describe('words that a person cut out', () => {
  test.each([
    ['in the middle', 2, 4, 'We pay per year. Agreed.'], ['at the start', 0, 2, 'Ten thousand per year. Agreed.'], ['to the end of a sentence', 2, 6, 'We pay. Agreed.'],
    ['at the end', 6, 7, 'We pay ten thousand per year.'], ['over both ends of a sentence', 4, 7, 'We pay ten thousand.'], ['all', 0, 7, ''], ['none: before and behind', -3, 0, 'We pay ten thousand per year. Agreed.'],
  ])('are gone from the text %s', (_, start, end, kept) => {
    expect(keptText(timed('We pay ten thousand per year. Agreed.'), [cut(start, end)])).toBe(kept)
  })

  test('go without measured times, too: those that the editor strikes through, and no others', () => {
    const random = seededNumbers(7)
    for (let round = 0; round < 300; round += 1) {
      const text = Array.from({ length: 3 + Math.floor(9 * random()) }, (_, at) => `w${at}${'x'.repeat(Math.floor(8 * random()))}`).join(' ')
      const cue = { start: 5, end: 5 + 12 * random() + 1, speaker: null, text }
      const silence = { start: cue.start + 0.3, end: cue.start + 0.8 }
      const words = sourceWords([cue], [silence])
      const from = Math.floor(words.length * random())
      const to = from + Math.floor((words.length - from) * random())
      const left = words.filter((_, at) => at < from || at > to).map(word => word.text).join(' ')
      expect(keptText(cue, [cut(words[from]!.start, words[to]!.end), cut(silence.start, silence.end, 'silence')]).toLowerCase()).toBe(left)
    }
  })

  test('go in a script without spaces', () => {
    const cue = { start: 0, end: 8, speaker: null, text: '今日は、会議です。' }
    const [first] = sourceWords([cue], [])
    expect(keptText(cue, [cut(first!.start, first!.end)])).toBe(cue.text.slice(first!.text.length))
  })

  test('go beside fillers, and a filler inside of them goes once', () => {
    const cue = timed('Um, we pay um ten thousand. Agreed.')
    expect(keptText(cue, [cut(0, 0.9, 'filler', 'Um'), cut(3, 3.9, 'filler', 'um'), cut(3, 6)])).toBe('We pay. Agreed.')
  })
})

test('a cue of which nothing is left is none, and one that no cut touches is the same', () => {
  const [gone, touched, other] = [{ ...timed('All gone'), start: 0, end: 2 }, { start: 10, end: 12, speaker: 'Ben', text: 'Half gone' }, { start: 20, end: 22, speaker: null, text: 'All there' }]
  const cues = keptCues([gone, touched, other], [cut(0, 2), cut(10, 11.1), cut(20, 22, 'silence'), cut(20, 22, 'left-out')])
  expect(cues).toEqual([{ ...touched, text: 'Gone' }, other])
  expect(cues[1]).toBe(other)
})
