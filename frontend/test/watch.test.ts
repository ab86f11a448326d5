import { transcriptText } from '@f2l/common/contracts/transcript-text.ts'
import { expect, test } from 'vitest'
import { clock } from '../src/format/duration.ts'
import { cueIndexAt, findCues, markParts } from '../src/watch/cues.ts'
import { shortcutOf } from '../src/watch/shortcuts.ts'
import { parseSpeed, stepSpeed } from '../src/watch/speeds.ts'

const cues = [
  { start: 2, end: 4, speaker: 'Ada', text: 'Café au lait' },
  { start: 5, end: 6, speaker: 'Ada', text: 'İstanbul café' },
  { start: 6, end: 9, speaker: null, text: 'The end.' },
]

test.each([[0, -1], [2, 0], [4.5, 0], [5, 1], [6, 2], [100, 2]])('at second %d the cue with index %d is current', (seconds, index) => {
  expect(cueIndexAt(cues, seconds)).toBe(index)
})

test('search finds words whatever their case and accents', () => {
  expect(findCues(cues, ' CAFE ')).toEqual([0, 1])
  expect(findCues(cues, 'istanbul')).toEqual([1])
  expect(findCues(cues, '')).toEqual([])
})

test('marks cover exactly the words that were found, and nothing is lost', () => {
  expect(markParts('İstanbul café!', 'cafe')).toEqual([{ text: 'İstanbul ', isHit: false }, { text: 'café', isHit: true }, { text: '!', isHit: false }])
  for (const search of ['a', 'fe', 'zzz', '', '.']) expect(markParts('Café, a café.', search).map(part => part.text).join('')).toBe('Café, a café.')
})

test('the copied transcript names each speaker once in a row', () => {
  expect(transcriptText(cues, clock, 'Speaker')).toBe('0:02 - Ada\nCafé au lait\nİstanbul café\n\n0:06 - Speaker\nThe end.\n')
})

test('where nobody is named, the copied transcript is text with one time before it', () => {
  expect(transcriptText(cues.map(cue => ({ ...cue, speaker: null })), clock, 'Speaker')).toBe('0:02\nCafé au lait\nİstanbul café\nThe end.\n')
})

const press = (key: string, place: Partial<Parameters<typeof shortcutOf>[1]> = {}, ctrlKey = false) =>
  shortcutOf({ key, ctrlKey, metaKey: false, altKey: false }, { takesKeys: false, isPressable: false, isInPlayer: false, ...place })

test('the player\'s keys work on the whole page', () => {
  expect([' ', 'ArrowLeft', 'ArrowRight', 'F', 'c', 'm', '<', '>'].map(key => press(key))).toEqual(['toggle', 'back', 'forward', 'fullscreen', 'captions', 'mute', 'slower', 'faster'])
})

test('keys stay with whoever needs them: text fields, buttons, the browser, the page\'s scrolling', () => {
  expect(press('f', { takesKeys: true })).toBeNull()
  expect(press(' ', { isPressable: true })).toBeNull()
  expect(press('f', { isPressable: true })).toBe('fullscreen')
  expect(press('f', {}, true)).toBeNull()
  expect(press('ArrowDown')).toBeNull()
  expect(press('ArrowDown', { isInPlayer: true })).toBe('quieter')
})

test('speeds step through the list and stop at its ends', () => {
  expect([stepSpeed(1, 1), stepSpeed(1, -1), stepSpeed(2.5, 1), stepSpeed(0.8, -1)]).toEqual([1.2, 0.8, 2.5, 0.8])
  expect([parseSpeed('1.5'), parseSpeed('99'), parseSpeed(null), parseSpeed('x')]).toEqual([1.5, 1, 1, 1])
})

test('figures lead to tenths of the video, and comma and dot step by pictures only while nothing plays', () => {
  expect(press('0')).toEqual({ tenth: 0 })
  expect(press('7')).toEqual({ tenth: 7 })
  expect(press('7', { takesKeys: true })).toBeNull()
  expect([press(','), press('.'), press(',', { isPaused: true }), press('.', { isPaused: true }), press('<', { isPaused: true }), press('?')])
    .toEqual(['slower', 'faster', 'frameBack', 'frameForward', 'slower', 'help'])
})
