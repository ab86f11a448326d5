import { Readable } from 'node:stream'
import type { ConvertResult } from '@f2l/common/contracts/internal-api.ts'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'

export const videoBytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 256))

/**
 * What a worker would hand in for 30 s of source at 30 frames a second: 10 to 20 s are cut,
 * a title card of 2 s stands in front, so the output lasts 22 s.
 */
export function sampleResult(userId: string, videoId: string, changes: Partial<ConvertResult> = {}): ConvertResult {
  const key = (name: string) => objectKey.parse(`users/${userId}/videos/${videoId}/a1/${name}`)
  return {
    kind: 'convert', sourceKey: null,
    notes: {
      title: 'Weekly planning', recordedAt: '2026-01-15T10:00:00.000Z', participants: ['Ann', 'bob@example.com'],
      summaryMarkdown: '- [Start](https://fathom.video/share/abc?timestamp=5)\n- [Later](?t=25)\n- [All](https://fathom.video/calls/1)\n- [Docs](https://example.com/a?timestamp=3)\nAsk bob@example.com',
      actionItems: [{ text: 'Mail bob@example.com', at: 25, assignee: 'bob@example.com', isDone: false }, { text: 'Later', at: null, assignee: null, isDone: true }],
      highlights: [{ start: 4, end: 12, text: 'Half of it is cut' }, { start: 11, end: 19, text: 'All of it is cut' }],
    },
    transcript: {
      origin: 'fathom-page', language: 'en', hasMeasuredEnds: true,
      cues: [
        { start: 0, end: 4, speaker: 'Ann', text: 'Hello.' },
        { start: 8, end: 22, speaker: 'bob@example.com', text: 'Over the cut.' },
        { start: 12, end: 18, speaker: 'Ann', text: 'Cut away.' },
        { start: 25, end: 28, speaker: null, text: 'The end.' },
      ],
    },
    plan: {
      version: 1, source: { sha256: 'a'.repeat(64), durationSeconds: 30, width: 1280, height: 720, hasVideo: true, hasAudio: true },
      frameRate: { num: 30, den: 1 }, sourceFrames: 900, keep: [{ start: 0, end: 300 }, { start: 600, end: 900 }],
      cuts: [{ span: { start: 10, end: 20 }, frames: { start: 300, end: 600 }, reason: 'silence', confidence: 0.9 }],
      bubble: [], cues: [], chapters: [{ start: 0, title: 'Opening' }, { start: 21, title: 'Plans' }], highlights: [],
      titleCard: { title: 'Weekly planning', subtitle: '', people: [], frames: 60 }, captions: 'sidecar',
      layout: { width: 1920, height: 1080, picture: { x: 0, y: 0, width: 1920, height: 1080 }, cornerRadius: 0, bubble: null, background: { from: '#000', to: '#111' } },
      loudness: { targetLufs: -16, peakDbtp: -1.5 }, noiseReduction: false,
    },
    report: {
      source: { name: 'x', sha256: 'a'.repeat(64), durationSeconds: 30, width: 1280, height: 720, hasVideo: true, hasAudio: true },
      video: { durationSeconds: 22, width: 1920, height: 1080, frameRate: 30, sizeBytes: 5000, loudnessLufs: -16, truePeakDbtp: -2 },
      cuts: [{ start: 10, end: 20, reason: 'silence', confidence: 0.9 }], keptSeconds: 20, checks: [{ name: 'in-sync', ok: true, detail: 'ok' }],
      files: { video: 'video.mp4' }, timings: { ingest: 5, render: 55 }, notes: [],
    },
    files: {
      video: key('video.mp4'), poster: key('poster.jpg'), preview: key('preview.gif'), storyboard: key('storyboard.jpg'), storyboardVtt: key('storyboard.vtt'), captionsVtt: key('captions.vtt'), captionsSrt: key('captions.srt'),
      chaptersVtt: key('chapters.vtt'), transcript: key('transcript.json'), plan: key('plan.json'), report: key('report.json'),
    },
    ...changes,
  }
}

export async function storeFiles(store: ObjectStore, { files }: ConvertResult): Promise<void> {
  for (const key of Object.values(files)) {
    if (key) await store.put(key, Readable.from([key === files.video ? videoBytes : Buffer.from(`content of ${key}`)]))
  }
}
