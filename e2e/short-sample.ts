import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cutOff, sampleMedia } from '../demo/src/sample-fathom.ts'
import { madeOnce } from './made-once.ts'

const media = join(import.meta.dirname, '../demo/media')

/** A folder with the first seconds of the sample meeting, for SAMPLE_MEETING_DIR: stories about pages need not wait for all of it. */
export function shortSample(seconds: number): Promise<string> {
  return madeOnce(`sample-of-${seconds}-seconds`, async folder => {
    await cutOff(sampleMedia, seconds, join(folder, 'sample-meeting.mp4'))
    const { turns } = JSON.parse(await readFile(join(media, 'sample-meeting.transcript.json'), 'utf8')) as { turns: { end: number }[] }
    await writeFile(join(folder, 'sample-meeting.transcript.json'), JSON.stringify({ turns: turns.filter(({ end }) => end <= seconds) }))
  })
}
