import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const oldest = [5, 1]

/** ffmpeg and ffprobe ≥ 5.1 from the system: installed where we may, else the one command to type. */
export function ensureFfmpeg({ root, say, stop }) {
  const commands = [setting(root, 'FFMPEG_PATH') ?? 'ffmpeg', setting(root, 'FFPROBE_PATH') ?? 'ffprobe']
  if (areRecentEnough(commands)) return
  const install = installer()
  if (install === null) stop(`ffmpeg ${oldest.join('.')} or newer is needed to cut and draw videos. Please run: ${advice()}`)
  say(`installing ffmpeg (cuts, draws and encodes the videos): ${install.map(step => step.join(' ')).join(' && ')} …`)
  for (const [command, ...args] of install) {
    const done = spawnSync(command, args, { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    if (done.status !== 0) stop(`ffmpeg could not be installed. Please run: ${advice()}`)
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

/** The commands that install ffmpeg without asking anything, or null. */
function installer() {
  if (has('brew')) return [['brew', 'install', 'ffmpeg']]
  if (!has('apt-get')) return null
  const sudo = process.getuid?.() === 0 ? [] : spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null
  if (sudo === null) return null
  return [[...sudo, 'apt-get', 'update', '-qq'], [...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'ffmpeg']]
}

function advice() {
  if (process.platform === 'darwin') return has('brew') ? 'brew install ffmpeg' : 'install Homebrew from brew.sh, then: brew install ffmpeg'
  return has('apt-get') ? 'sudo apt-get install ffmpeg' : 'your system\'s command to install ffmpeg'
}

function has(command) {
  return spawnSync(command, ['--version']).status === 0
}
