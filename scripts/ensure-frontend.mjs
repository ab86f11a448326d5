import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Builds the web UI with Vite when its sources are newer than the last build (by content, not by date). */
export function ensureFrontend({ root, node, say, stop }) {
  const stampFile = join(root, 'frontend', 'dist', '.stamp')
  const stamp = hashOf(root, ['frontend/src', 'frontend/public', 'frontend/index.html', 'frontend/vite.config.ts', 'common/src/contracts', 'package-lock.json'])
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  say('building the web pages …')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const done = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: join(root, 'frontend'), stdio: ['ignore', 2, 2] })
  if (done.status !== 0) stop('The web pages could not be built; Vite\'s words are above.')
  writeFileSync(stampFile, stamp)
}

function hashOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap(name => filesUnder(root, name))) hash.update(path).update(readFileSync(join(root, path)))
  return hash.digest('hex')
}

/** @returns {string[]} paths relative to root, sorted */
function filesUnder(root, path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  try {
    return readdirSync(full).sort().flatMap(name => filesUnder(root, `${path}/${name}`))
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path]
    throw error
  }
}
