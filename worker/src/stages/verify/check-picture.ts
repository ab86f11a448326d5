import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Check } from '@f2l/common/contracts/report.ts'
import { captionBand } from '../../tools/burned-captions.ts'
import { pictureWidth, type Part } from '../../tools/small-pictures.ts'
import { checkBubble } from './check-bubble.ts'
import { checkStill, checkWave, lookAtGaps } from './check-still.ts'
import { chooseBubbleChanges, chooseLooks, mostDark, secondLooks, type Look, type Sight } from './looks.ts'
import { isBlack, isSamePicture, leansTo, uncovered } from './picture-likeness.ts'
import type { VerifyInput } from './verify-input.ts'

/** So many looks before and after are asked whether the output shows them instead. */
const neighbours = 4

/** Is every picture the one that the time map puts there; is nothing black or frozen that is not so in the source; is the right face in the bubble? `heard`: the output's envelope. */
export async function checkPicture(input: VerifyInput, sight: Sight, heard: Float32Array): Promise<Check[]> {
  const dark = sight.keys.filter(({ small }) => isBlack(small.picture))
  if (!input.media.hasVideo) return [blackCheck(dark.length, sight.keys.length), checkWave(input, sight, heard)]
  const keys = [...new Set([...chooseLooks(input, sight), ...dark.slice(0, mostDark)])]
  const looks = await sight.look([...keys.map(({ at, small }) => ({ at, output: small })), ...chooseBubbleChanges(input, sight)])
  looks.sort((a, b) => a.at - b.at)
  const gaps = await lookAtGaps(input, sight)
  const darker = [...looks, ...gaps].filter(({ output, source }) => isBlack(output.picture) && !(source !== null && isBlack(source.picture)))
  return [
    blackCheck(darker.length, sight.keys.length + gaps.length), await checkStill(input, sight),
    await checkPlaces(input.plan, looks, sight), await checkBubble(input.plan, looks, sight),
  ]
}

function blackCheck(dark: number, seen: number): Check {
  return { name: 'not-black', ok: dark === 0 && seen > 0, detail: `${dark} of ${seen} pictures are black where the source is not.` }
}

/** Each look must show its own frame of the source, and none of its neighbours' instead. */
async function checkPlaces(plan: EditPlan, looks: Look[], sight: Sight): Promise<Check> {
  const seenAt = masksOf(plan)
  const isRight = (look: Look, at: number): boolean => {
    if (look.source === null) return false
    const own = look.source.picture
    const isSeen = seenAt(look)
    const others = looks.slice(Math.max(0, at - neighbours), at + neighbours + 1).filter(other => other.source && other.sourceFrame !== look.sourceFrame)
    return isSamePicture(look.output.picture, own, pictureWidth, isSeen) && !others.some(other => leansTo(look.output.picture, own, other.source!.picture, isSeen))
  }
  const doubtful = looks.filter((look, at) => !isRight(look, at))
  const wrong = await secondLooks(doubtful, sight, look => isRight(look, looks.findIndex(({ at }) => at === look.at)))
  return {
    name: 'pictures-in-place', ok: wrong.length === 0 && looks.length > 0,
    detail: wrong.length === 0 ? `${looks.length} pictures are the source's, each where the time map puts it.` : `${wrong.length} of ${looks.length} pictures are not the source's at their time, first at ${wrong[0]!.at.toFixed(1)} s.`,
  }
}

/** What of the meeting's picture nothing is drawn over. */
function masksOf(plan: EditPlan): (look: Look) => Uint8Array {
  const { layout, captions } = plan
  const { picture, cornerRadius, bubble } = layout
  const inPicture = ({ x, y, width, height }: Part): Part => ({ x: (x - picture.x) / picture.width, y: (y - picture.y) / picture.height, width: width / picture.width, height: height / picture.height })
  const corner = { width: cornerRadius, height: cornerRadius }
  const [right, bottom] = [picture.x + picture.width - cornerRadius, picture.y + picture.height - cornerRadius]
  const fixed = [[picture.x, picture.y], [right, picture.y], [picture.x, bottom], [right, bottom]].map(([x, y]) => inPicture({ x: x!, y: y!, ...corner }))
  if (captions === 'burned') fixed.push(inPicture({ x: 0, y: Math.min(0.72 * layout.height, captionBand(plan).y), width: layout.width, height: layout.height }))
  const box = bubble?.box
  // The name stands below the bubble and is a little wider, at the picture's rim within it.
  const withBubble = box ? [...fixed, inPicture({ x: box.x - 0.12 * box.width, y: box.y, width: 1.24 * box.width, height: 1.15 * box.height })] : fixed
  const [bare, covered] = [uncovered(fixed), uncovered(withBubble)]
  return ({ segment }) => segment === null || segment.show.kind === 'none' ? bare : covered
}
