#!/usr/bin/env node
/**
 * Makes a fresh clone ready, then runs a program of the project on the Node that comes with it:
 * `node scripts/bootstrap.mjs [--quiet] [PROGRAM ARGS…]`, or `… speech` for what is optional.
 * Plain Node ≥ 20 without dependencies, since it runs before anything is installed.
 * Everything it says goes to stderr; what is already there is left alone.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureEnvFile } from './make-env.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { ensureFfmpeg } from './ensure-ffmpeg.mjs'
import { ensureFrontend } from './ensure-frontend.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const projectNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** @param {string} line */
function say(line) {
  process.stderr.write(`• ${line}\n`)
}

/** @returns {never} */
function stop(line) {
  process.stderr.write(`\n✗ ${line}\n`)
  process.exit(1)
}

/** What `npm run setup -- NAME` fetches; nothing else needs it. */
const extras = { speech: 'scripts/setup-speech.main.ts' }

function requireNode20() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) stop(`Node ${process.versions.node} is too old to begin with: please install Node 20 or newer.`)
}

function ensurePackages() {
  const stampFile = join(root, 'node_modules', '.bootstrap-stamp')
  const stamp = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  say('installing the npm packages of the lockfile (libraries, Node 24, PocketBase, a browser for title cards) …')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32',
    // The native ONNX runtime is in its package; what its script would fetch is for GPUs that are not used.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  })
  if (done.status !== 0) stop('`npm ci` failed; its words are above. When the network is back, run the same command again.')
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(stampFile, stamp)
}

/** Node 24 from the lockfile; where install scripts are switched off, a running Node that strips types will do. */
function findNode() {
  if (existsSync(projectNode)) return projectNode
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  stop('The project\'s own Node is missing, probably because npm\'s install scripts are switched off. Run: npm rebuild node')
}

function run(node, program, args) {
  const bin = join(root, 'node_modules', '.bin')
  const env = {
    // Half a second of every start is compiling; goes with the packages when they are installed anew.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
    // New objects are collected after eight megabytes instead of 48: models, pictures and ffmpeg need the memory more.
    NODE_OPTIONS: '--max-semi-space-size=8',
    // glibc would keep what pictures and sound were read into, a heap for each thread. Programs that we start do not see this.
    MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: String(64 * 1024),
    ...process.env, PATH: `${resolve(node, '..')}:${bin}:${process.env.PATH ?? ''}`,
  }
  // Helper threads for collecting a few megabytes take more processor time than they save.
  const flags = ['--single-threaded-gc', '--disable-warning=ExperimentalWarning']
  const child = spawn(node, [...flags, join(root, program), ...args], { stdio: 'inherit', env })
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone must be handed on.
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15)))
}

function main() {
  const args = process.argv.slice(2)
  const isQuiet = args[0] === '--quiet'
  const [program, ...rest] = isQuiet ? args.slice(1) : args
  requireNode20()
  ensurePackages()
  const node = findNode()
  ensureFfmpeg({ root, say, stop })
  ensureBrowser({ say, stop })
  ensureEnvFile({ root, say })
  if (!isQuiet) ensureFrontend({ root, node, say, stop })
  if (program === undefined) say('everything is ready: `npm start` serves the product, `npm run demo` shows it')
  else run(node, extras[program] ?? program, rest)
}

main()
