import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Cue } from '../src/contracts/transcript.ts'
import { parseTranscript } from '../src/transcript-formats/parse-transcript.ts'
import { writeChaptersVtt, writeSrt, writeTranscriptJson, writeVtt } from '../src/transcript-formats/write-captions.ts'

const parse = (text: string): ReturnType<typeof parseTranscript> => parseTranscript(Buffer.from(text))
const cue = (start: number, end: number, speaker: string | null, text: string): Cue => ({ start, end, speaker, text })

test('WebVTT: voices, settings, notes, styles and escapes are understood', () => {
  const { cues, hasMeasuredEnds, origin } = parse([
    '\ufeffWEBVTT - a title', 'Kind: captions', '', 'STYLE', '::cue { color: red }', '', 'NOTE said --> by nobody', '',
    'intro', '00:01.000 --> 00:02.500 align:start position:10%', '<v.loud Anna Smith>Hello <i>there</i> &amp; welcome &lt;all&gt;</v>', '',
    '01:00:03.250 --> 01:00:04.000', '<v Anna>Yes.</v> <v Bob>No.</v>', '', '00:10.000 --> 00:11.000', '<00:10.500>plain <c.yellow>words</c>', 'in two lines', '',
  ].join('\r\n'))
  expect(cues).toEqual([
    cue(1, 2.5, 'Anna Smith', 'Hello there & welcome <all>'), cue(10, 11, null, 'plain words in two lines'),
    cue(3603.25, 3604, 'Anna', 'Yes.'), cue(3603.25, 3604, 'Bob', 'No.'),
  ])
  expect([hasMeasuredEnds, origin]).toEqual([true, 'file'])
})

test('SubRip: names before a colon, commas, blank lines inside, missing numbers', () => {
  const { cues } = parse('1\n00:00:01,000 --> 00:00:02,000\nAnna: Hello\n\nagain\n\n2\n00:00:03,5 --> 00:00:04,000\n<b>Bob Lee</b>: {\\an8}Hi\n\n00:00:05.000 --> 00:00:06.000\nAnna: 42\n')
  expect(cues).toEqual([cue(1, 2, 'Anna', 'Hello again'), cue(3.5, 4, 'Bob Lee', 'Hi'), cue(5, 6, 'Anna', '42')])
})

test('one colon in one cue does not make a speaker', () => {
  const { cues } = parse('WEBVTT\n\n00:01.000 --> 00:02.000\nNote: this matters\n\n00:03.000 --> 00:04.000\nand so does this\n')
  expect(cues.map(each => each.speaker)).toEqual([null, null])
})

test('what Fathom\'s "copy transcript" gives is understood', () => {
  const { cues, hasMeasuredEnds } = parse([
    'Weekly - March 12', 'VIEW RECORDING - 12 mins (No highlights): https://fathom.video/share/x', '', '---', '',
    '0:00 - Anna Smith (Example Ltd)', '  Hello and welcome', '  to this call.', '', '0:07 - bob@example.com', '  Hi.', 'ACTION ITEM: write - WATCH: https://fathom.video/share/x?timestamp=8', '',
    '1:02:03 - Anna Smith (Example Ltd)', '  At 10:30 we stop: agreed?', '',
  ].join('\n'))
  expect(cues.map(({ start, speaker, text }) => [start, speaker, text])).toEqual([
    [0, 'Anna Smith', 'Hello and welcome to this call.'], [7, 'Bob', 'Hi.'], [3723, 'Anna Smith', 'At 10:30 we stop: agreed?'],
  ])
  expect(hasMeasuredEnds).toBe(false)
})

test.each([
  '[00:01] Anna: Hello\n[00:05] Bob: Hi', '00:01 Anna: Hello\n00:05 Bob: Hi', 'Anna [0:01]: Hello\nBob [0:05]: Hi', 'Anna  0:01\nHello\n\nBob  0:05\nHi', '0:01 - Anna: Hello\n0:05 - Bob: Hi',
])('plain text with times is understood: %j', text => {
  expect(parse(text).cues.map(({ start, speaker, text: words }) => [start, speaker, words])).toEqual([[1, 'Anna', 'Hello'], [5, 'Bob', 'Hi']])
})

test('JSON: turns, bare lists, Fathom\'s items and our own file are understood', () => {
  const wanted = [cue(1, 2, 'Anna', 'Hello'), cue(1.5, 3, 'Bob', 'Hi')]
  const turns = [{ speaker: 'Bob', start: 1.5, end: 3, text: 'Hi' }, { speaker: 'Anna', start: 1, end: 2, text: ' Hello ' }]
  expect(parse(JSON.stringify({ duration: 9, turns })).cues).toEqual(wanted)
  expect(parse(JSON.stringify(turns)).cues).toEqual(wanted)
  expect(parse(writeTranscriptJson({ origin: 'fathom-page', language: 'en', hasMeasuredEnds: true, cues: wanted })).cues).toEqual(wanted)
  const items = [{ speaker: { display_name: 'Anna', matched_calendar_invitee_email: null }, text: 'Hello', timestamp: '00:01:05' }, { speaker: null, text: 'Hm', timestamp: '00:01:09' }]
  expect(parse(JSON.stringify({ transcript: items })).cues.map(({ start, speaker }) => [start, speaker])).toEqual([[65, 'Anna'], [69, null]])
})

test('the true transcript of the four-speaker meeting keeps all of its overlapping turns', { skip: !existsSync('../shared/media/meeting-four-speakers.truth.json') }, () => {
  const { cues, hasMeasuredEnds } = parseTranscript(readFileSync('../shared/media/meeting-four-speakers.truth.json'))
  expect([cues.length, new Set(cues.map(each => each.speaker)).size, hasMeasuredEnds]).toEqual([32, 4, true])
  expect(cues.some((each, index) => index > 0 && each.start < cues[index - 1]!.end)).toBe(true)
})

test('a missing end is the next later start, but no longer than the words need', () => {
  const { cues } = parse('[0:10] Anna: one two\n[0:11] Bob: same\n[0:11] Anna: time\n[0:12] Bob: a long wait follows\n[5:00] Anna: end')
  expect(cues.map(each => each.end)).toEqual([11, 12, 12, 12 + 4 / 2.2 + 1, 300 + 1 / 2.2 + 1])
})

test.each([
  ['', 'empty'], ['   \n', 'empty'], ['just a letter to a friend', 'No line'], ['Anna: hello\nBob: hi', 'no times'], ['WEBVTT\n\nnothing', 'No line'],
  ['{"turns": [', 'broken'], ['{"a": 1}', 'no transcript'], ['[{"start": 1, "text": "x"}, {"text": "y"}]', 'Entry 2'], ['[{"start": -5, "text": "x"}]', 'Entry 1'],
  ['[{"start": 1e999, "text": "x"}]', 'Entry 1'], ['[{"start": "soon", "text": "x"}]', 'Entry 1'], ['[1, 2]', 'Entry 1'], ['[]', 'No line'], ['{"__proto__": {"turns": []}}', 'no transcript'],
])('%j is unreadable, with a sentence that says why', (text, why) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'transcript.unreadable', message: expect.stringContaining(why) as string }) as Error)
})

test('a media file is no transcript; old and wide encodings are', () => {
  expect(() => parseTranscript(Buffer.from([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70]))).toThrow(expect.objectContaining({ code: 'transcript.unreadable' }) as Error)
  const text = '[0:01] Zoë: café'
  expect(parseTranscript(Buffer.from(text, 'latin1')).cues[0]).toMatchObject({ speaker: 'Zoë', text: 'café' })
  expect(parseTranscript(Buffer.from(`\ufeff${text}`, 'utf16le')).cues[0]).toMatchObject({ speaker: 'Zoë', text: 'café' })
})

test('a hundred thousand cues and a nested document are read without stalling', () => {
  const started = performance.now()
  expect(parse(`WEBVTT\n\n${Array.from({ length: 100_000 }, (_, at) => `00:${String(at % 60).padStart(2, '0')}.000 --> 01:00.000\n<v A>x`).join('\n\n')}`).cues).toHaveLength(100_000)
  expect(() => parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)).toThrow(expect.objectContaining({ code: 'transcript.unreadable' }) as Error)
  expect(() => parse(`1:00 ${'a '.repeat(200_000)}`)).toThrow()
  expect(performance.now() - started).toBeLessThan(4000)
})

const nasty = cue(1, 2, 'Bob "<b>" & Co', 'a --> b\n\n00:09.000 --> 00:10.000\n<script>alert(1)</script> &amp; {\\an8}')

const oneCue = (text: string): string => `WEBVTT\n\n00:01.000 --> 00:02.000\n${text}`
const oneSubRip = (text: string): string => `1\n00:00:01,000 --> 00:00:02,000\n${text}`
test.each([
  ['empty lines', `${'\n'.repeat(300_000)}x`], ['blank lines', `${' \n'.repeat(150_000)}x`], ['one line of spaces', `1${' '.repeat(300_000)}x`], ['figures', '1:'.repeat(150_000)],
  ['voices that never end', oneCue('<v a '.repeat(60_000))], ['a voice of spaces', oneCue(`<v${' '.repeat(300_000)}`)], ['classes that never end', oneCue('<v.'.repeat(100_000))], ['tags that never end', oneCue('<i '.repeat(100_000))],
  ['tags that never end, in SubRip', oneSubRip('<i '.repeat(100_000))], ['braces that never end', oneSubRip('{\\'.repeat(150_000))], ['one turn of many lines', `[00:12] Anna: text\n${'a\n'.repeat(150_000)}`],
  ['more than half a day of talk', Array.from({ length: 30 }, (_, index) => `[0:${10 + index}] Anna: ${'a\n'.repeat(40_000)}`).join('\n')],
  ['names that are longer than names', JSON.stringify([{ start: 1, speaker: 'a'.repeat(300_000), text: 'x' }])], ['one word without end', JSON.stringify([{ start: 1, text: 'a'.repeat(300_000) }])],
])('81: a transcript that is made to be slow is read or refused in time: %s', (_, text) => {
  const start = process.cpuUsage()
  const outcome = (() => { try { return parseTranscript(Buffer.from(text)).cues } catch (error) { return error } })()
  expect(process.cpuUsage(start).user).toBeLessThan(3_000_000)
  if (!Array.isArray(outcome)) expect(outcome).toMatchObject({ code: 'transcript.unreadable' })
  else for (const { speaker } of outcome) expect((speaker ?? '').length).toBeLessThanOrEqual(200)
})

test('81: whatever the text holds, a written WebVTT keeps it as text of one cue', () => {
  const vtt = writeVtt([nasty, cue(3, 3, null, 'short')])
  expect(vtt).not.toContain('<script>')
  const { cues } = parse(vtt)
  expect(cues).toHaveLength(2)
  expect(cues[0]).toMatchObject({ speaker: 'Bob "<b>" & Co', text: nasty.text.replace(/\s+/g, ' '), end: 2 })
  expect(cues[1]!.end).toBeGreaterThan(3)
})

test('81: a written SubRip holds as many cues as were given', () => {
  const srt = writeSrt([nasty, cue(3, 4, 'Anna', 'next')])
  expect(srt.match(/-->/g)).toHaveLength(2)
  expect(parse(srt).cues).toHaveLength(2)
  expect(writeSrt([cue(3661.5, 3662, null, 'x')])).toBe('1\n01:01:01,500 --> 01:01:02,000\nx\n')
})

test('chapters last until the next one, the last until the end', () => {
  expect(writeChaptersVtt([{ start: 0, title: 'Intro <1>' }, { start: 60, title: 'Next' }], 90.5))
    .toBe('WEBVTT\n\n00:00:00.000 --> 00:01:00.000\nIntro &lt;1&gt;\n\n00:01:00.000 --> 00:01:30.500\nNext\n')
})
