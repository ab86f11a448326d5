import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Check } from '@f2l/common/contracts/report.ts'
import { bubbleSide } from '../../tools/small-pictures.ts'
import { isFading, secondLooks, type Look, type Sight } from './looks.ts'
import { changedShare, leansTo, meanAndSpread } from './picture-likeness.ts'

/** The face is scaled, often enlarged, and lies under the ring's soft inner edge. */
const mostChanged = 0.05
/** Initials are white on the person's colour, with a soft light on it. */
const colourTolerance = 45

/** Wherever it was looked at, the bubble shows its piece of the source at that time, or the initials that the plan names. */
export async function checkBubble(plan: EditPlan, looks: Look[], sight: Sight): Promise<Check> {
  const shown = looks.filter(({ segment }) => segment !== null && segment.show.kind !== 'none').filter(({ at }) => !isFading(plan, at))
  if (plan.layout.bubble === null || shown.length === 0) return { name: 'bubble-in-place', ok: true, detail: 'No bubble is shown.' }
  const isRight = (look: Look): boolean => look.segment!.show.kind === 'face' ? isFace(look, shown) : isAvatar(look)
  const wrong = await secondLooks(shown.filter(look => !isRight(look)), sight, isRight)
  return {
    name: 'bubble-in-place', ok: wrong.length === 0,
    detail: wrong.length === 0 ? `The bubble shows what it should at ${shown.length} places.` : `The bubble shows something else at ${wrong.length} of ${shown.length} places, first at ${wrong[0]!.at.toFixed(1)} s.`,
  }
}

function isFace({ output, source, segment, sourceFrame }: Look, looks: Look[]): boolean {
  if (source === null) return false
  const sameCrop = looks.filter(other => other.source && other.sourceFrame !== sourceFrame && JSON.stringify(other.segment?.show) === JSON.stringify(segment?.show))
  return changedShare(output.bubble, source.bubble, bubbleSide, null) <= mostChanged
    && !sameCrop.some(other => leansTo(output.bubble, source.bubble, other.source!.bubble, null))
}

function isAvatar({ output, segment }: Look): boolean {
  if (segment?.show.kind !== 'initials') return false
  const wanted = brightnessOf(segment.show.colour)
  // The letters stand in the middle: the rows above them are the person's colour.
  const above = output.bubble.subarray(0, 6 * bubbleSide)
  const { mean, spread } = meanAndSpread(above)
  return Math.abs(mean - wanted) < colourTolerance && spread < colourTolerance / 2
}

/** BT.709, television range. */
function brightnessOf(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number]
  return 16 + (0.2126 * red + 0.7152 * green + 0.0722 * blue) * 219 / 255
}
