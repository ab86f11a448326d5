import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { cardName } from '@f2l/common/captions/card-name.ts'
import { coloursIn, initialsOf, speakerColours } from '@f2l/common/captions/speaker-look.ts'
import { isHidden, shownName } from '@f2l/common/contracts/shown-speakers.ts'
import type { BrowserTools } from '../tools/browser.ts'
import { avatarKey, avatarPlate, bubbleMaskPlate, canvasPlate, cornerPlates, namePlate, ringPlate, stagePlate, type FramePlates } from '../tools/frame-plates.ts'
import { drawPlates, placePlates, type DrawnPlate, type Plate } from '../tools/plates.ts'
import type { RenderCache } from '../tools/render-cache.ts'
import { titleCardPlate, type Person } from '../tools/title-card.ts'

export interface AllPlates {
  title: DrawnPlate | null
  frame: FramePlates
  /** For sound without picture, by speaker (null: nobody). */
  stages: Map<string | null, DrawnPlate>
}

/** Everything that a browser draws for one plan, in one browser session, and nothing that is not shown. */
export async function drawAllPlates(plan: EditPlan, logo: string | null, folder: string, browser: BrowserTools, signal: AbortSignal, cache: RenderCache): Promise<AllPlates> {
  return sortOut(await drawPlates(Object.fromEntries(platesOf(plan, logo)), folder, browser, signal, cache))
}

/** The title card alone. Null where the video has none. */
export async function drawTitle(plan: EditPlan, logo: string | null, folder: string, browser: BrowserTools, signal: AbortSignal, cache: RenderCache): Promise<DrawnPlate | null> {
  if (plan.titleCard.frames === 0) return null
  return (await drawPlates({ title: titleOf(plan, logo) }, folder, browser, signal, cache)).title
}

/** All of them without drawing: where each would lie, by which chunks are known before they are made. */
export function placeAllPlates(plan: EditPlan, logo: string | null, folder: string): AllPlates {
  return sortOut(placePlates(Object.fromEntries(platesOf(plan, logo)), folder))
}

function platesOf(plan: EditPlan, logo: string | null): Map<string, Plate> {
  const wanted = new Map<string, Plate>()
  if (plan.titleCard.frames > 0) wanted.set('title', titleOf(plan, logo))
  if (plan.source.hasVideo) wantFrame(plan, wanted)
  else wantStages(plan, wanted)
  return wanted
}

function titleOf(plan: EditPlan, logo: string | null): Plate {
  return titleCardPlate(plan, peopleOn(plan), logo)
}

function sortOut(plates: Record<string, DrawnPlate>): AllPlates {
  const drawn = new Map(Object.entries(plates))
  const only = (kind: string): Map<string, DrawnPlate> => new Map([...drawn].filter(([key]) => key.startsWith(`${kind} `)).map(([key, plate]) => [key.slice(kind.length + 1), plate]))
  return {
    title: drawn.get('title') ?? null,
    frame: { canvas: drawn.get('canvas'), corners: [...only('corner').values()], ring: drawn.get('ring'), bubbleMask: drawn.get('bubbleMask'), avatars: only('avatar'), names: only('name') },
    stages: new Map([...only('stage')].map(([name, plate]) => [name === nobody ? null : name, plate])),
  }
}

/** No speaker's name is empty. */
const nobody = ''

function wantFrame({ layout, bubble, speakers }: EditPlan, wanted: Map<string, Plate>): void {
  const { picture, cornerRadius } = layout
  if (picture.width < layout.width || picture.height < layout.height) wanted.set('canvas', canvasPlate(layout))
  if (wanted.has('canvas') && cornerRadius > 0) for (const [index, plate] of cornerPlates(layout).entries()) wanted.set(`corner ${index}`, plate)
  const diameter = layout.bubble?.box.width
  if (diameter === undefined) return
  if (bubble.some(({ show }) => show.kind !== 'none')) {
    wanted.set('ring', ringPlate(diameter))
    wanted.set('bubbleMask', bubbleMaskPlate(diameter))
  }
  for (const { show, speaker } of bubble) {
    if (show.kind === 'initials') wanted.set(`avatar ${avatarKey(show.text, show.colour)}`, avatarPlate(diameter, show.text, show.colour))
    if (show.kind !== 'none' && speaker) wanted.set(`name ${speaker}`, namePlate(diameter, shownName(speaker, speakers)))
  }
}

function wantStages(plan: EditPlan, wanted: Map<string, Plate>): void {
  const people = speakersOf(plan)
  for (const speaker of new Set([null, ...plan.bubble.map(segment => segment.speaker)])) {
    const current = isHidden(speaker, plan.speakers) ? null : speaker
    wanted.set(`stage ${speaker ?? nobody}`, stagePlate(plan.layout, plan.titleCard, people, current && shownName(current, plan.speakers)))
  }
}

/** Who speaks, in the order of their first words; the meeting's title stands for a recording without names. */
function speakersOf({ cues, bubble, titleCard, speakers, layout }: EditPlan): Person[] {
  const names = [...new Set([...bubble.map(({ speaker }) => speaker), ...cues.map(({ speaker }) => speaker)])].filter((name): name is string => Boolean(name) && !isHidden(name, speakers))
  const colours = coloursIn(cues, layout.accent)
  const people = [...new Map(names.map(name => [shownName(name, speakers), colours.get(name) ?? defaultColour]))].map(([name, colour]) => ({ name, initials: initialsOf(name), colour }))
  return people.length > 0 ? people : [{ name: '', initials: initialsOf(titleCard.title), colour: defaultColour }]
}

const defaultColour = '#3b5bdb'

function peopleOn({ titleCard, cues, speakers, layout }: EditPlan): Person[] {
  const byName = coloursIn(cues, layout.accent)
  const colours = new Map([...byName].map(([name, colour]) => [speakers?.some(change => change.name === name) ? cardName(shownName(name, speakers)) : name, colour]))
  const others = speakerColours(titleCard.people)
  return titleCard.people.map(name => ({
    name, initials: /^and \d+ more$/.test(name) ? null : initialsOf(name), colour: colours.get(name) ?? others.get(name)!,
  }))
}
