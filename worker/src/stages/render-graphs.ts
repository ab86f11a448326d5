import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { captionsOf, nameColours, type CaptionCue } from '@f2l/common/captions/caption-lines.ts'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { MediaInfo } from '../plan/facts.ts'
import { assDocument, shownIn } from '../tools/burned-captions.ts'
import { layCaptionFonts } from '../tools/caption-fonts.ts'
import type { CaptionStrips } from '../tools/caption-strips.ts'
import { chunkHash, pictureGraph, stageGraph, stillGraph, type Graph } from '../tools/chunk-graph.ts'
import { planChunks, type Chunk } from '../tools/chunk-plan.ts'
import type { AllPlates } from './render-plates.ts'

export interface GraphFacts { sourcePath: string; media: Pick<MediaInfo, 'video'>; plan: EditPlan }

/** What one stretch of the output is made by. */
export interface GraphJob { graph: Graph; frames: number; captions: CaptionDocument | null }

/** Captions of a stretch as libass reads them; named by its text, so that the same one is the same file. */
export interface CaptionDocument extends CaptionStrips { text: string; lines: readonly string[] }

/** The title card and all chunks, in order. Nothing is drawn or written: that is `layCaptions`, and the plates lie where they are said to. */
export function graphsOf(facts: GraphFacts, plates: AllPlates, soundPath: string): GraphJob[] {
  const { plan } = facts
  const burned = burnedCaptions(plan)
  const title: GraphJob[] = plates.title ? [{ graph: stillGraph(plates.title, plan.frameRate), frames: plan.titleCard.frames, captions: null }] : []
  return [...title, ...planChunks(plan).map(chunk => chunkJob(facts, { chunk, plates, soundPath, captions: captionsIn(burned, plan, chunk) }))]
}

/** `soundPath`: the output's sound; only a stage is drawn by it. */
export function chunkJob({ sourcePath, media, plan }: GraphFacts, { chunk, plates, soundPath, captions }: { chunk: Chunk; plates: AllPlates; soundPath: string; captions: CaptionDocument | null }): GraphJob {
  const graph = media.video
    ? pictureGraph({ sourcePath, streamIndex: media.video.streamIndex, sourceMatrix: media.video.untaggedMatrix, plan, chunk, plates: plates.frame, captions })
    : stageGraph({ plan, chunk, stages: plates.stages, soundPath, captions })
  return { graph, frames: chunk.frames, captions }
}

/** All of the output; none where they stand beside the picture. */
export function burnedCaptions(plan: EditPlan): CaptionCue[] {
  return plan.captions === 'burned' ? captionsOf(plan) : []
}

/** What of them a stretch shows; null: nothing. */
export function captionsIn(captions: CaptionCue[], plan: EditPlan, chunk: Chunk): CaptionDocument | null {
  const shown = shownIn(captions, chunk, plan.frameRate)
  if (shown.length === 0) return null
  const text = assDocument(shown, plan, nameColours(plan))
  return { document: `captions-${chunkHash(text)}.ass`, shown, text, lines: shown.flatMap(({ lines }) => lines) }
}

/** Writes what ffmpeg reads of captions into the folder that it runs in: documents and letters. */
export async function layCaptions(jobs: readonly GraphJob[], folder: string): Promise<void> {
  const documents = jobs.flatMap(({ captions }) => captions ?? [])
  if (documents.length === 0) return
  await mkdir(folder, { recursive: true })
  await layCaptionFonts(join(folder, 'fonts'), documents.flatMap(({ lines }) => lines).join(''))
  for (const { document, text } of documents) await writeFile(join(folder, document), text)
}
