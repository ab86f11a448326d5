import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import installedBrowsers from '@f2l/common/installed-browsers.json' with { type: 'json' }
import type { Patient } from './examine.ts'
import { bad, good, warn } from './finding.ts'

const run = promisify(execFile)
const patienceMs = 10_000
const require = createRequire(import.meta.url)
const installFfmpeg = 'Install ffmpeg 5.1 or newer (`npm run setup` does), or set FFMPEG_PATH and FFPROBE_PATH.'
const installBrowser = 'Run `npm install` again, or install Chromium and set PUPPETEER_EXECUTABLE_PATH.'

export async function examineFfmpeg({ config, signal }: Patient): Promise<DoctorFinding[]> {
  const [ffmpeg, ffprobe] = await Promise.all([config.FFMPEG_PATH, config.FFPROBE_PATH].map(path => outputOf(path, ['-version'], signal)))
  const version = /^ffmpeg version n?(\d+)\.(\d+)/m.exec(ffmpeg ?? '')
  if (ffmpeg === null || ffprobe === null) return [bad('ffmpeg', `${ffmpeg === null ? 'ffmpeg' : 'ffprobe'} does not start.`, installFfmpeg)]
  // A build from the sources of a day has no number of this kind.
  if (!version) return [good('ffmpeg', 'It runs; its version has no number.')]
  const isOld = Number(version[1]) < 5 || (version[1] === '5' && Number(version[2]) < 1)
  return [isOld ? bad('ffmpeg', `Version ${version[1]}.${version[2]} is too old.`, installFfmpeg) : good('ffmpeg', `Version ${version[1]}.${version[2]}.`)]
}

export async function examineEncoder({ config, signal }: Patient): Promise<DoctorFinding[]> {
  const encoders = await outputOf(config.FFMPEG_PATH, ['-hide_banner', '-encoders'], signal)
  if (encoders === null) return [bad('Video encoder', 'ffmpeg does not say which encoders it has.', installFfmpeg)]
  const has = (name: string): boolean => new RegExp(`^ [VA]\\S+ ${name} `, 'm').test(encoders)
  const missing = ['libx264', 'aac'].filter(name => !has(name))
  if (missing.length > 0) return [bad('Video encoder', `This ffmpeg has no ${missing.join(' and no ')}.`, 'Install an ffmpeg that was built with libx264 and aac, as the ones of Debian and Homebrew are.')]
  const { VIDEO_ENCODER } = config
  if (VIDEO_ENCODER !== 'auto' && !has(VIDEO_ENCODER)) return [warn('Video encoder', `VIDEO_ENCODER is ${VIDEO_ENCODER}, which this ffmpeg does not have; software is used instead.`, 'Set VIDEO_ENCODER to auto or libx264.')]
  return [good('Video encoder', VIDEO_ENCODER === 'auto' ? 'libx264 and aac; a GPU is used where one passes its test.' : `${VIDEO_ENCODER} and aac.`)]
}

/** In the order in which the worker looks for one. */
export async function examineBrowser({ config }: Patient): Promise<DoctorFinding[]> {
  const wanted = config.PUPPETEER_EXECUTABLE_PATH
  if (wanted !== '') return [await isProgram(wanted) ? good('Browser', 'The one that PUPPETEER_EXECUTABLE_PATH names.') : bad('Browser', 'PUPPETEER_EXECUTABLE_PATH names no program.', installBrowser)]
  if (process.platform === 'linux' && process.arch === 'x64' && hasPackage('@sparticuz/chromium')) return [good('Browser', 'The one that comes with the npm packages.')]
  for (const path of installedBrowsers) {
    if (await isProgram(path)) return [good('Browser', 'An installed Chrome or Chromium.')]
  }
  return [bad('Browser', 'No Chrome or Chromium was found: title cards cannot be drawn.', installBrowser)]
}

const fonts = ['inter', 'noto-sans-sc', 'noto-sans-jp', 'noto-sans-kr', 'noto-sans-arabic', 'noto-sans-hebrew', 'noto-sans-devanagari', 'noto-sans-thai', 'noto-emoji']

export async function examineFonts(): Promise<DoctorFinding[]> {
  const missing = fonts.filter(name => !hasPackage(name === 'inter' ? `@fontsource/${name}` : `@fontsource-variable/${name}`))
  if (missing.length === 0) return [good('Fonts', 'All that titles and captions are drawn with come with the product.')]
  return [bad('Fonts', `${missing.length} of ${fonts.length} are missing: ${missing.join(', ')}.`, 'Run `npm install` again.')]
}

function hasPackage(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`)
    return true
  } catch (error) {
    // A package that is there but does not show its manifest is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(() => true, () => false)
}

async function outputOf(program: string, args: string[], signal: AbortSignal): Promise<string | null> {
  return run(program, args, { timeout: patienceMs, signal, maxBuffer: 4 * 1024 * 1024 }).then(({ stdout }) => stdout, () => null)
}
