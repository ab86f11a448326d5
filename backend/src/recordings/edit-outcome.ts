import { cardName } from '@f2l/common/captions/card-name.ts'
import type { EditBody } from '@f2l/common/contracts/api.ts'
import { convertOptions, type ConvertOptions, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { isHidden, shownName } from '@f2l/common/contracts/shown-speakers.ts'
import type { RecordingRow } from './recording-rows.ts'
import { editableTitle } from './shown-title.ts'

/** A recording as an edit would have it. */
export interface Draft {
  options: ConvertOptions
  title: string
  /** Picture or sound change. */
  makesVideo: boolean
  /** What is kept of the source changes. */
  movesCuts: boolean
}

type Edited = Pick<RecordingRow, 'title' | 'options'>
/** What the video on the page was made from, and whether its last edit was made: one that failed is made with the next. */
export interface Made { plan: EditPlan; isUpToDate: boolean }

/** What an edit leads to; nothing is written. Whatever is not drawn or heard in this very video can be changed without making it again. */
export function draftOf(recording: Edited, { title, ...edit }: EditBody, { plan, isUpToDate }: Made): Draft {
  const before = convertOptions.parse(recording.options)
  const renamed = title === undefined || title === editableTitle(recording.title) ? undefined : title
  const after = convertOptions.parse({ ...before, ...edit, ...(renamed === undefined ? {} : { title: renamed }) })
  const movesCuts = (['length', 'undo', 'cutOut'] as const).some(field => differ(before, after, field))
  return {
    options: after, title: renamed ?? recording.title, movesCuts,
    makesVideo: !isUpToDate || movesCuts || renamed !== undefined && showsTitle(plan) || changesLook(before, after, plan) || changesNames(before, after, plan),
  }
}

function changesLook(before: ConvertOptions, after: ConvertOptions, plan: EditPlan): boolean {
  const isDrawnOver = after.look === 'framed' || !plan.source.hasVideo
  const hasBubble = plan.layout.bubble !== null && plan.source.hasVideo
  const changes = (...fields: (keyof ConvertOptions)[]): boolean => fields.some(field => differ(before, after, field))
  return changes('look') || isDrawnOver && changes('bubble') || hasBubble && changes('bubbleCorner', 'bubbleSize')
    || changes('captions') && [before.captions, after.captions].includes('burned') || after.captions === 'burned' && changes('captionStyle', 'captionSize')
    || (isDrawnOver || plan.titleCard.frames > 0) && changes('background', 'accent') || plan.titleCard.frames > 0 && changes('logo')
}

/** Is somebody's name, or whether they have a bubble, to be seen in the picture? */
function changesNames(before: ConvertOptions, after: ConvertOptions, plan: EditPlan): boolean {
  const names = new Set([...before.speakers, ...after.speakers].map(({ name }) => name))
  return [...names].some(name => {
    const [was, is] = [shownName(name, before.speakers), shownName(name, after.speakers)]
    const isShownOrHidden = isHidden(name, before.speakers) !== isHidden(name, after.speakers)
    return was !== is && isNameDrawn(name, was, plan) || isShownOrHidden && hasBubbleOf(name, after, plan)
  })
}

function isNameDrawn(name: string, shown: string, { captions, cues, bubble, layout, source, titleCard }: EditPlan): boolean {
  const speaks = cues.some(({ speaker }) => speaker === name)
  const isLabelled = layout.bubble !== null && bubble.some(({ speaker, show }) => speaker === name && show.kind !== 'none')
  const isOnCard = titleCard.frames > 0 && (titleCard.people.includes(cardName(shown)) || titleCard.people.includes(cardName(name)))
  return captions === 'burned' && speaks || isLabelled || !source.hasVideo && speaks || isOnCard
}

function hasBubbleOf(name: string, { look, bubble: wanted }: ConvertOptions, { bubble, source }: EditPlan): boolean {
  return wanted !== 'none' && (look === 'framed' || !source.hasVideo) && bubble.some(({ speaker }) => speaker === name)
}

function showsTitle({ titleCard, source }: EditPlan): boolean {
  return titleCard.frames > 0 || !source.hasVideo
}

function differ(before: ConvertOptions, after: ConvertOptions, field: keyof ConvertOptions): boolean {
  return JSON.stringify(before[field]) !== JSON.stringify(after[field])
}
