/**
 * Makes demo/media/sample-meeting.mp4 with its transcript and notes out of demo/media/inputs.
 *   node demo/src/sample-meeting/make.main.ts [--out FOLDER]
 * Needs ffmpeg and a Chromium; takes a few minutes. The results are in git: it runs only when something here changes.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { drawnFramesPerSecond, frameStates } from './frame-states.ts'
import { makeNotes } from './notes.ts'
import { recordVideo } from './record-video.ts'
import { recordingTurns, type Turn } from './schedule.ts'
import { loudnessPerFrame, mixSound, toPcm } from './sound.ts'

const here = dirname(fileURLToPath(import.meta.url))
const media = join(here, '../../media')
const { values } = parseArgs({ options: { out: { type: 'string', default: media } } })
const browser = [process.env['PUPPETEER_EXECUTABLE_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'].find(path => path !== '' && existsSync(path))
if (browser === undefined) throw new Error('No Chromium found. Set PUPPETEER_EXECUTABLE_PATH to one.')

const { turns: meetingTurns } = JSON.parse(await readFile(join(media, 'inputs/meeting-four-speakers.truth.json'), 'utf8')) as { turns: Turn[] }
const turns = recordingTurns(meetingTurns)
const sound = await mixSound(join(media, 'inputs/meeting-four-speakers.flac'), join(media, 'inputs/long-silence-talk.flac'))
const scratch = await mkdtemp(join(tmpdir(), 'sample-meeting-'))
try {
  await writeFile(join(scratch, 'sound.s16'), toPcm(sound))
  const states = frameStates(turns, loudnessPerFrame(sound, drawnFramesPerSecond))
  await recordVideo({ browser, states, soundFile: join(scratch, 'sound.s16'), outFile: join(values.out, 'sample-meeting.mp4'), onFrame: (done, all) => { if (done % 125 === 0) console.log(`${done} of ${all} frames`) } })
  await writeFile(join(values.out, 'sample-meeting.transcript.json'), `${JSON.stringify({ turns }, null, 2)}\n`)
  await writeFile(join(values.out, 'sample-meeting.notes.json'), `${JSON.stringify(makeNotes(), null, 2)}\n`)
} finally {
  await rm(scratch, { recursive: true })
}
