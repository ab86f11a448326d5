import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installCommand, installSystemPackage } from './system-package.mjs'

const oldest = [5, 1]
const names = { apt: 'ffmpeg', brew: ['install', 'ffmpeg'] }

/** ffmpeg and ffprobe ≥ 5.1 from the system: installed where we may, else the one command to type. */
export function ensureFfmpeg({ root, say, stop }) {
  const commands = [setting(root, 'FFMPEG_PATH') ?? 'ffmpeg', setting(root, 'FFPROBE_PATH') ?? 'ffprobe']
  if (areRecentEnough(commands)) return
  if (!installSystemPackage({ names, why: 'cuts, draws and encodes the videos', say })) {
    stop(`ffmpeg ${oldest.join('.')} or newer is needed to cut and draw videos. Please run: ${installCommand(names)}`)
  }
  if (!areRecentEnough(commands)) stop(`The ffmpeg of this system is older than ${oldest.join('.')}. Please install a newer one and name it in .env as FFMPEG_PATH and FFPROBE_PATH.`)
}

/** A setting from the environment or `.env`; the full reader needs packages that are not installed yet. */
function setting(root, name) {
  if (process.env[name]) return process.env[name]
  const path = join(root, '.env')
  const line = existsSync(path) ? new RegExp(`^${name}=(.+)$`, 'm').exec(readFileSync(path, 'utf8')) : null
  return line?.[1]?.trim().replace(/^(["'])(.*)\1$/, '$2')
}

function areRecentEnough(commands) {
  return commands.every(command => {
    const answer = spawnSync(command, ['-version'], { encoding: 'utf8' })
    // A build from git has no number ("ffmpeg version N-…"): those are newer than any release we need.
    const [, name = ''] = /version (\S+)/.exec(answer.stdout ?? '') ?? []
    const [major, minor] = (/^n?(\d+)\.(\d+)/.exec(name) ?? []).slice(1).map(Number)
    if (answer.status !== 0) return false
    return major === undefined || major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
  })
}
