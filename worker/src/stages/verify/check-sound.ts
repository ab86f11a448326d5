import type { Check } from '@f2l/common/contracts/report.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { listenThrough, measureThrough } from '../../tools/look-and-listen.ts'
import type { Loudness } from '../../tools/loudness.ts'
import { seededRandom } from '../../tools/seeded-random.ts'
import { checkEdges, chooseEdges, edgeSpan } from './check-edges.ts'
import { checkCues, checkSilence } from './check-heard.ts'
import { checkSync, chooseWindows } from './check-sync.ts'
import { reachSeconds } from './reach.ts'
import { levelsOf } from './sound-levels.ts'
import { seedOf, type VerifyContext, type VerifyInput } from './verify-input.ts'

/** What was heard of the finished video; its loudness is measured in the same pass. */
export interface SoundChecks { checks: Check[]; loudness: Loudness | null; envelope: Float32Array }

/** Is all that was kept still to be heard, does the sound lie where the picture is, is no word clipped at a cut, and how loud is it? Each sound is decoded once. */
export async function checkSound(input: VerifyInput, context: VerifyContext): Promise<SoundChecks> {
  const { media, sourcePath, videoPath, plan } = input
  const map = makeTimeMap(plan)
  const random = seededRandom(seedOf(input))
  const starts = media.audio ? chooseWindows(plan, random) : []
  const edges = media.audio ? chooseEdges(plan, random) : []
  // What is searched for in the output, beside where it stands in the source.
  const spans = [...starts, ...edges.map(edgeSpan)]
  const order = spans.map((_, index) => index).sort((a, b) => spans[a]!.start - spans[b]!.start)
  const output = await measureThrough({
    path: videoPath, stream: '0:a:0',
    windows: order.map(index => ({ start: map.toOutput(spans[index]!.start) - reachSeconds, end: map.toOutput(spans[index]!.start) + spans[index]!.end - spans[index]!.start + reachSeconds })),
  }, context)
  context.report(0.6)
  const { loudness } = output
  if (!media.audio) return { loudness, checks: silentSource(), envelope: output.envelope }
  const source = await listenThrough({ path: sourcePath, stream: `0:${media.audio.streamIndex}`, windows: order.map(index => spans[index]!) }, context)
  context.report(0.9)
  const pairs = spans.map((_, index) => ({ wanted: source.windows[order.indexOf(index)]!, found: output.windows[order.indexOf(index)]! }))
  const levels = levelsOf(input, source.envelope, output.envelope)
  return {
    loudness, envelope: output.envelope,
    checks: [
      checkCues(input, levels), checkSilence(input, levels), checkSync(plan, pairs.slice(0, starts.length), levels),
      checkEdges(plan, edges.map((edge, index) => ({ edge, ...pairs[starts.length + index]! })), levels),
    ],
  }
}

function silentSource(): Check[] {
  return (['cues-kept', 'not-silent', 'in-sync', 'cuts-clean'] as const).map(name => ({ name, ok: true, detail: 'The source has no sound.' }))
}
