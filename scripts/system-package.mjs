import { spawnSync } from 'node:child_process'

/**
 * Installs a package of the system where that needs no question: brew, or apt-get as root or with passwordless sudo.
 * @param {{ names: { apt: string, brew: string[] }, why: string, say: (line: string) => void }} wanted
 * @returns {boolean} whether it is installed now
 */
export function installSystemPackage({ names, why, say }) {
  const steps = installer(names)
  if (steps === null) return false
  say(`installing ${names.apt} (${why}): ${steps.map(step => step.join(' ')).join(' && ')} …`)
  return steps.every(([command, ...args]) => spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0)
}

/** The one command that a person types where we may not install. */
export function installCommand({ apt, brew }) {
  const brewCommand = `brew ${brew.join(' ')}`
  if (process.platform === 'darwin') return has('brew') ? brewCommand : `install Homebrew from brew.sh, then: ${brewCommand}`
  return has('apt-get') ? `sudo apt-get install ${apt}` : `your system's command to install ${apt}`
}

function installer({ apt, brew }) {
  if (has('brew')) return [['brew', ...brew]]
  if (!has('apt-get')) return null
  const sudo = process.getuid?.() === 0 ? [] : spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null
  if (sudo === null) return null
  return [[...sudo, 'apt-get', 'update', '-qq'], [...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', apt]]
}

function has(command) {
  return spawnSync(command, ['--version']).status === 0
}
