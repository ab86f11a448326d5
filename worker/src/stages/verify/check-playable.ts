import type { Check } from '@f2l/common/contracts/report.ts'
import { playVideo, type Played } from '../../tools/play-video.ts'
import type { Sight } from './looks.ts'
import type { Measured } from './measure-video.ts'
import { meanAndSpread } from './picture-likeness.ts'
import { frameSeconds, type VerifyContext, type VerifyInput } from './verify-input.ts'

/** Darker than this in the browser, where the video is brighter than that. */
const dark = 8
const bright = 40
/** What browsers and phones decode in hardware. */
const profiles = ['Constrained Baseline', 'Main', 'High']
const highestLevel = 52

/** Opens in the product's own browser, at its right length, and shows a picture wherever one seeks; and is made as players want it. */
export async function checkPlayable(input: VerifyInput, measured: Measured, sight: Sight, { browser, signal }: VerifyContext): Promise<Check> {
  const faults = structureFaults(measured, sight, input)
  // Key pictures: what is to be seen there is known already.
  const places = [0.1, 0.5, 0.9].map(share => sight.keys[Math.floor(share * sight.keys.length)]).filter(key => key !== undefined)
  const played = faults.length === 0 ? await playVideo(browser, input.videoPath, places.map(({ at }) => at + 0.2 * frameSeconds(input.plan)), signal) : null
  const isJudged = played?.canPlay ?? false
  if (played?.canPlay) faults.push(...playFaults(played, measured, places.map(({ small }) => meanAndSpread(small.picture).mean), frameSeconds(input.plan)))
  if (faults.length > 0) return { name: 'playable', ok: false, detail: `${faults.join(' ')}` }
  const how = isJudged ? `It opens in Chromium at ${played!.durationSeconds.toFixed(3)} s and shows a picture at ${played!.shown.length} places.` : 'Judged by its structure only: there is no browser here that can decode H.264.'
  return { name: 'playable', ok: true, detail: how }
}

function playFaults({ error, durationSeconds, shown, width, height }: Played, { seconds, width: wantedWidth, height: wantedHeight }: Measured, brightness: number[], frame: number): string[] {
  if (error !== null) return [`Chromium does not play it: ${error}.`]
  const faults: string[] = []
  if (Math.abs(durationSeconds - seconds) > frame + 0.001) faults.push(`Chromium takes it for ${durationSeconds.toFixed(3)} s long.`)
  if (width !== wantedWidth || height !== wantedHeight) faults.push(`Chromium shows it ${width} × ${height} large.`)
  const blind = shown.filter((seen, index) => seen.brightness < dark && brightness[index]! > bright)
  if (blind.length > 0) faults.push(`Chromium shows nothing at ${blind[0]!.at.toFixed(1)} s.`)
  return faults
}

function structureFaults(measured: Measured, { packets }: Sight, { plan }: VerifyInput): string[] {
  const { video, sound } = measured
  const faults: string[] = []
  if (video?.codec_name !== 'h264' || video.codec_tag_string !== 'avc1') faults.push('The picture is not H.264 with the tag avc1.')
  else if (!profiles.includes(video.profile ?? '') || (video.level ?? 99) > highestLevel || video.pix_fmt !== 'yuv420p') faults.push(`The picture's form (${video.profile} ${video.level}, ${video.pix_fmt}) is not one that all browsers play.`)
  if (sound?.codec_name !== 'aac' || sound.profile !== 'LC') faults.push('The sound is not AAC-LC.')
  if (!packets.beginsWithKey) faults.push('The first picture needs one that is not there.')
  const gap = gapIn(packets.seconds, frameSeconds(plan))
  if (gap !== null) faults.push(`The pictures' times are not one frame apart at ${gap.toFixed(1)} s.`)
  return faults
}

/** Where two pictures are not one frame apart. */
function gapIn(seconds: Float64Array, frame: number): number | null {
  for (let at = 1; at < seconds.length; at++) {
    if (Math.abs(seconds[at]! - seconds[at - 1]! - frame) > 0.2 * frame) return seconds[at - 1]!
  }
  return null
}
