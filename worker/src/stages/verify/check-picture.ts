import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Check } from '@f2l/common/contracts/report.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { brightness, changedPoints, greyPictures } from '../../tools/look-and-listen.ts'
import type { VerifyContext, VerifyInput } from './verify-input.ts'

const samples = 6
/** A picture darker and flatter than this shows nothing. */
const black = { mean: 24, spread: 3 }
/** A source that changes at so many of the small picture's points moves, be it only a line of text. */
const movingPoints = 4

interface Seen { output: Buffer | null; source: Buffer | null }

/** Looks at a few places: is something to be seen there, and does it move where the source moves? */
export async function checkPicture(input: VerifyInput, context: VerifyContext): Promise<Check[]> {
  const seen = await lookAt(placesOf(input.plan), input, context)
  return [checkBlack(seen), input.media.hasVideo ? checkFrozen(seen) : await checkWave(input, context)]
}

/** Where frames of the output begin, spread over it. */
function placesOf(plan: EditPlan): number[] {
  const frame = frameSeconds(plan)
  const from = plan.titleCard.frames
  const frames = Math.round(makeTimeMap(plan).outputSeconds / frame) - from
  return Array.from({ length: samples }, (_, index) => (from + Math.floor(frames * (index + 0.5) / samples)) * frame)
}

function frameSeconds({ frameRate }: EditPlan): number {
  return frameRate.den / frameRate.num
}

async function lookAt(places: number[], { videoPath, sourcePath, media, plan }: VerifyInput, context: VerifyContext): Promise<Seen[]> {
  const { picture, width, height } = plan.layout
  const map = makeTimeMap(plan)
  const part = media.hasVideo ? { x: picture.x / width, y: picture.y / height, width: picture.width / width, height: picture.height / height } : undefined
  // Looked for a little before it begins: from inside the last frame of a very short video there is none to come.
  const early = 0.1 * frameSeconds(plan)
  const sourceOf = (seconds: number): number => map.toSource(seconds + early) - 2 * early
  const outputs = await greyPictures(places.map(seconds => ({ path: videoPath, seconds: seconds - early, part })), context)
  const sources = media.hasVideo ? await greyPictures(places.map(seconds => ({ path: sourcePath, seconds: sourceOf(seconds) })), context) : []
  return places.map((_, index) => ({ output: outputs[index]!, source: sources[index] ?? null }))
}

function checkBlack(seen: Seen[]): Check {
  const dark = seen.filter(({ output, source }) => isBlack(output) && !(source !== null && isBlack(source)))
  return { name: 'not-black', ok: dark.length === 0, detail: `${dark.length} of ${seen.length} pictures are black where the source is not.` }
}

function isBlack(picture: Buffer | null): boolean {
  if (picture === null) return true
  const { mean, spread } = brightness(picture)
  return mean < black.mean && spread < black.spread
}

function checkFrozen(seen: Seen[]): Check {
  let moves = 0
  let frozen = 0
  for (const [index, { output, source }] of seen.entries()) {
    const before = seen[index - 1]
    if (!before?.source || !before.output || !source || !output || changedPoints(before.source, source) < movingPoints) continue
    moves++
    if (changedPoints(before.output, output, 12) === 0) frozen++
  }
  return { name: 'not-frozen', ok: frozen === 0, detail: moves === 0 ? 'The source hardly moves at the places that were looked at.' : `${frozen} of ${moves} changes of the source's picture are missing.` }
}

/** Without a source picture it is the drawn wave that must move. */
async function checkWave({ videoPath, loudness, plan }: VerifyInput, context: VerifyContext): Promise<Check> {
  if (loudness === null) return { name: 'not-frozen', ok: true, detail: 'The source is silent and has no picture, so nothing moves.' }
  const part = { x: 0.25, y: 0.8, width: 0.5, height: 0.16 }
  const places = placesOf(plan).flatMap(seconds => [seconds, seconds + 0.3])
  const seen = await greyPictures(places.map(seconds => ({ path: videoPath, seconds, part })), context)
  const moves = seen.some((picture, index) => index % 2 === 1 && picture && seen[index - 1] && changedPoints(picture, seen[index - 1]!) > 0)
  if (moves) return { name: 'not-frozen', ok: true, detail: 'The drawn sound wave moves.' }
  return { name: 'not-frozen', ok: false, detail: 'The drawn sound wave stands still.' }
}
