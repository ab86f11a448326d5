import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { captionsOf } from '@f2l/common/captions/caption-lines.ts'
import { editPlan, type ConvertOptions, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { chaptersOf } from '../src/plan/chapters.ts'
import { planEdit } from '../src/plan/plan-edit.ts'
import { soundOf, chunkJobOf } from '../src/stages/render.ts'
import { graphsOf } from '../src/stages/render-graphs.ts'
import { placeAllPlates } from '../src/stages/render-plates.ts'
import { layoutFor } from '../src/plan/layout.ts'
import { assDocument, captionBand } from '../src/tools/burned-captions.ts'
import { chunkName } from '../src/tools/encode-chunk.ts'
import { avatarPlate, canvasPlate, cornerPlates, namePlate, ringPlate, stagePlate } from '../src/tools/frame-plates.ts'
import { inkOn, letterGround } from '../src/tools/readable-ink.ts'
import { titleCardPlate } from '../src/tools/title-card.ts'
import { madeUpMeeting } from './made-up-meeting.ts'

const input = (options: Partial<ConvertOptions> = {}) => madeUpMeeting({ minutes: 10, options: { bubble: 'initials', ...options }, notes: { participants: ['Ada', 'Ben', 'Zoe'] } })
const planOf = (options: Partial<ConvertOptions> = {}) => planEdit(input(options))

/** The names of title card and chunks, and of the sound, as the render would give them. */
function namesOf(plan: EditPlan): { pieces: string[]; sound: string } {
  const { media, analysis: { loudness } } = input()
  const facts = { sourcePath: 'source', folder: 'render', media, plan, loudness }
  const jobs = graphsOf(facts, placeAllPlates(plan, null, 'plates'), soundOf(facts, 'ffmpeg').path)
  return { pieces: jobs.map(job => chunkName(chunkJobOf(job, facts, 'ffmpeg'))), sound: soundOf(facts, 'ffmpeg').path }
}

const usual = namesOf(planOf())
const made = (options: Partial<ConvertOptions>) => {
  const names = namesOf(planOf(options))
  return { pieces: names.pieces.filter(name => !usual.pieces.includes(name)).length, all: names.pieces.length, isTitleNew: !usual.pieces.includes(names.pieces[0]!), isSoundNew: names.sound !== usual.sound }
}

describe('an edit makes only what it changes', () => {
  test('nothing, where a default is said aloud', () => {
    expect(usual.pieces.length).toBeGreaterThan(6)
    expect(made({ bubbleCorner: 'bottom-left', bubbleSize: 'medium', captionStyle: 'plate', captionSize: 'medium', background: null, accent: null, logo: 'on', speakers: [], chapters: null })).toMatchObject({ pieces: 0, isSoundNew: false })
  })

  test('a title makes the title card alone', () => {
    expect(made({ title: 'Another title' })).toMatchObject({ pieces: 1, isTitleNew: true, isSoundNew: false })
  })

  test('chapters make nothing', () => {
    expect(made({ chapters: [{ start: 100, title: 'Mine' }] })).toMatchObject({ pieces: 0, isSoundNew: false })
  })

  test('another corner or size of the bubble makes the picture, but neither title card nor sound', () => {
    for (const options of [{ bubbleCorner: 'top-right' }, { bubbleSize: 'large' }] as const) {
      const { pieces, all, isTitleNew, isSoundNew } = made(options)
      expect({ pieces, isTitleNew, isSoundNew }).toEqual({ pieces: all - 1, isTitleNew: false, isSoundNew: false })
    }
  })

  test('captions of another size make what shows captions', () => {
    const burned = namesOf(planOf({ captions: 'burned' }))
    const larger = namesOf(planOf({ captions: 'burned', captionSize: 'small' }))
    expect(larger.pieces[0]).toBe(burned.pieces[0])
    expect(larger.sound).toBe(burned.sound)
    expect(larger.pieces.slice(1).some(name => burned.pieces.includes(name))).toBe(false)
  })

  test('a hidden speaker changes the chunks they speak in, and no sound', () => {
    const { pieces, all, isTitleNew, isSoundNew } = made({ speakers: [{ name: 'Dev', isHidden: true }] })
    expect(pieces).toBeGreaterThan(0)
    expect(pieces).toBeLessThan(all)
    expect({ isTitleNew, isSoundNew }).toEqual({ isTitleNew: false, isSoundNew: false })
  })
})

describe('the options reach the plan', () => {
  test('every corner and size lies inside the picture, and burned captions beside or below it', () => {
    for (const bubbleCorner of ['bottom-left', 'bottom-right', 'top-left', 'top-right'] as const) {
      for (const bubbleSize of ['small', 'medium', 'large'] as const) {
        for (const captionSize of ['small', 'medium', 'large'] as const) {
          const plan = planOf({ bubbleCorner, bubbleSize, captionSize, captions: 'burned' })
          const { box, corner } = plan.layout.bubble!
          expect(corner).toBe(bubbleCorner)
          expect([box.x >= 20, box.y >= 20, box.x + box.width <= 1260, box.y + box.height <= 700]).toEqual([true, true, true, true])
          expect(box.x < 640).toBe(bubbleCorner.endsWith('left'))
          expect(box.y < 360 && box.y + box.height < 360).toBe(bubbleCorner.startsWith('top'))
          const band = captionBand(plan)
          expect(band.width).toBeGreaterThan(640)
          // Captions always stand in the lower third.
          expect(band.y).toBeGreaterThan(440)
          const isApart = band.x >= box.x + box.width || band.x + band.width <= box.x || band.y >= box.y + box.height
          expect(isApart, `${bubbleCorner} ${bubbleSize} ${captionSize}`).toBe(true)
        }
      }
    }
    expect(['small', 'medium', 'large'].map(bubbleSize => planOf({ bubbleSize: bubbleSize as 'small' }).layout.bubble!.box.width)).toEqual([148, 196, 260])
  })

  test('a speaker is called what their owner calls them, everywhere, and keeps their colour', () => {
    const speakers: ConvertOptions['speakers'] = [{ name: 'Ben', shownAs: 'Benedikta Maier', isHidden: false }]
    const [before, after] = [planOf({ captions: 'burned' }), planOf({ speakers, captions: 'burned' })]
    expect(after.titleCard.people).toEqual(['Ada', 'Benedikta Maier', 'Zoe'])
    const initials = (plan: EditPlan) => plan.bubble.find(({ speaker }) => speaker === 'Ben')!.show
    expect(initials(after)).toEqual({ ...initials(before), text: 'BM' })
    expect(captionsOf(before).some(({ lines }) => lines.join(' ').includes('Ben: '))).toBe(true)
    expect(captionsOf(after).some(({ lines }) => lines.join(' ').includes('Ben: '))).toBe(false)
    expect(captionsOf(after).some(({ lines, speaker }) => speaker === 'Benedikta Maier' && lines[0]!.startsWith('Benedikta Maier: '))).toBe(true)
    // The transcript's own names stay: they are what changes are told by.
    expect(after.cues.map(({ speaker }) => speaker)).toEqual(before.cues.map(({ speaker }) => speaker))
  })

  test('a hidden speaker has no bubble, and everybody else keeps theirs', () => {
    const [before, after] = [planOf(), planOf({ speakers: [{ name: 'Ada', isHidden: true }] })]
    const others = (plan: EditPlan) => plan.bubble.filter(({ speaker }) => speaker !== 'Ada')
    expect(after.bubble.filter(({ speaker }) => speaker === 'Ada').map(({ show }) => show.kind)).toEqual(before.bubble.filter(({ speaker }) => speaker === 'Ada').map(() => 'none'))
    expect(others(after)).toEqual(others(before))
  })

  test('chapters of a person\'s own are told in order, each at its kept place', () => {
    const plan = planOf({ cutOut: [{ start: 200, end: 260 }], chapters: [{ start: 400, title: 'Later' }, { start: 210, title: 'In a cut' }, { start: 300, title: 'After it' }] })
    const told = chaptersOf(plan)
    expect(told.map(({ title }) => title)).toEqual([plan.chapters[0]!.title, 'In a cut', 'After it', 'Later'])
    expect(told[0]!.start).toBe(0)
    const cut = plan.cuts.find(({ reason, span }) => reason === 'manual' && span.start < 210 && span.end > 210)!
    const keptBefore = plan.keep.filter(({ start }) => start < cut.frames.start).reduce((sum, { start, end }) => sum + Math.min(end, cut.frames.start) - start, 0)
    expect(told[1]!.start).toBeCloseTo((plan.titleCard.frames + keptBefore) / 25, 3)
    expect(chaptersOf(planOf({ chapters: [] }))).toEqual([])
    expect(chaptersOf(planOf({ chapters: null }))).toEqual(chaptersOf(planOf()))
  })

  test('no chapter is called after what was cut out by hand', () => {
    const titlesOf = (cutOut: ConvertOptions['cutOut']) => planEdit(madeUpMeeting({ minutes: 10, options: { cutOut }, notes: { highlights: [{ start: 301, end: 309, text: 'A secret price' }], actionItems: [{ text: 'Hide the contract', at: 420, assignee: null, isDone: false }] } })).chapters.map(({ title }) => title)
    expect(titlesOf([])).toEqual(expect.arrayContaining(['A secret price', 'Hide the contract']))
    const left = titlesOf([{ start: 300, end: 310 }, { start: 419, end: 425 }])
    expect(left).not.toContain('A secret price')
    expect(left).not.toContain('Hide the contract')
  })

  test('words that were cut out by hand are in no caption', () => {
    const { cues } = planOf()
    const cue = cues[20]!
    const half = (cue.start + cue.end) / 2
    const plan = planOf({ cutOut: [{ start: half, end: cue.end }] })
    const shown = (of: EditPlan) => captionsOf(of).map(({ lines }) => lines.join(' ')).join(' ').length
    expect(plan.cues).toEqual(cues)
    expect(shown(planOf()) - shown(plan)).toBeGreaterThan(cue.text.length / 3)
  })

  test('the logo stands in the plan only where there is one and it is wanted', () => {
    const logoKey = 'users/abc/brand/logo.png' as ConvertOptions['logoKey']
    expect(planOf({ logoKey }).titleCard.logoKey).toBe(logoKey)
    expect(planOf({ logoKey, logo: 'off' }).titleCard.logoKey).toBeUndefined()
    expect(planOf().titleCard.logoKey).toBeUndefined()
  })

  test('colours reach layout and first speaker', () => {
    const plan = planOf({ background: { from: '#102030', to: '#405060' }, accent: '#e11d48' })
    expect(plan.layout).toMatchObject({ background: { from: '#102030', to: '#405060' }, accent: '#e11d48' })
    const first = plan.cues[0]!.speaker
    expect(plan.bubble.find(({ speaker }) => speaker === first)!.show).toMatchObject({ colour: '#e11d48' })
    expect(plan.bubble.find(({ speaker }) => speaker !== first)!.show).not.toMatchObject({ colour: '#e11d48' })
  })
})

test('a plan of an older version is read and gives the same pieces', () => {
  const newer = ['speakers', 'ownChapters', 'captionStyle', 'captionSize']
  const older = Object.fromEntries(Object.entries(planOf({ captions: 'burned' })).filter(([field]) => !newer.includes(field)))
  const parsed = editPlan.parse(JSON.parse(JSON.stringify(older)))
  expect(namesOf(parsed)).toEqual(namesOf(planOf({ captions: 'burned' })))
})

test('the pages of a video without a style are to the letter those of versions that had none: what they drew is found again', () => {
  const layout = layoutFor({ width: 1280, height: 720 }, true)
  const titleCard = { title: 'Weekly planning', subtitle: '15 January 2026', people: ['Ann Lee', 'Bob'], frames: 60 }
  const people = [{ name: 'Ann Lee', initials: 'AL', colour: '#6d28d9' }, { name: 'Bob', initials: 'B', colour: '#0f766e' }]
  const lines = [{ lines: ['Ann: Hello', 'there'] }, { lines: ['W'.repeat(39)] }]
  // A change that is meant renders every video anew once; its new names go here.
  expect([
    titleCardPlate({ titleCard, layout }, people), canvasPlate(layout), cornerPlates(layout), ringPlate(196), avatarPlate(196, 'AL', '#6d28d9'), namePlate(196, 'Ann Lee'),
    stagePlate(layout, titleCard, people, 'Bob'), assDocument(lines, { layout }, new Map([['Ann: ', '#6d28d9']])), captionBand({ layout }),
  ].map(page => createHash('sha256').update(JSON.stringify(page)).digest('hex').slice(0, 16))).toEqual([
    '6f72f9462ebd0d67', '73c4d6b932a4156f', 'de45f9b033cc6d27', '920627f3f91a00c7', 'c970c6760118e55b', 'f2ee83067fb67b79', '6128881582de06e8', '2a0b9c27eee19719', '99e6c7f3023bb364',
  ])
})

test('letters can be read on any background', () => {
  const colours = ['#000000', '#ffffff', '#808080', '#ff0000', '#00ff00', '#0000ff', '#ffff00', '#123456', '#7f7f00', '#eef1f8', '#26304f']
  for (const from of colours) for (const to of colours) expect(contrastWith(letterGround({ background: { from, to } }), [from, to]), `${from} ${to}`).toBeGreaterThan(4.4)
  for (const colour of colours) expect(contrast(inkOn(colour), colour)).toBeGreaterThan(4)
})

/** The veil, as the page mixes it over both ends. */
function contrastWith({ ink, background }: ReturnType<typeof letterGround>, ends: string[]): number {
  const [, red, green, blue, share] = /^linear-gradient\(rgba\((\d+),(\d+),(\d+),([\d.]+)\)/.exec(background)?.map(Number) ?? [0, 0, 0, 0, 0]
  const veiled = ends.map(end => partsOf(end).map((part, index) => part + ([red!, green!, blue!][index]! - part) * share!))
  return Math.min(...veiled.map(parts => contrastOf(partsOf(ink), parts)))
}

const contrast = (ink: string, colour: string): number => contrastOf(partsOf(ink), partsOf(colour))

function contrastOf(one: number[], other: number[]): number {
  const [light, dark] = [one, other].map(parts => {
    const [red, green, blue] = parts.map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4) as [number, number, number]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }).sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function partsOf(colour: string): number[] {
  const whole = colour.length === 4 ? `#${[...colour.slice(1)].map(digit => digit + digit).join('')}` : colour
  return [1, 3, 5].map(at => Number.parseInt(whole.slice(at, at + 2), 16))
}
