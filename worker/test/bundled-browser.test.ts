import { execFile } from 'node:child_process'
import { platform } from 'node:process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { bundledBrowser } from '../src/tools/bundled-browser.ts'

test.runIf(platform === 'linux')('asked for by three at once, the browser from npm is whole for each and starts', async () => {
  const found = await Promise.all([bundledBrowser(), bundledBrowser(), bundledBrowser()])
  for (const { executablePath, environment } of found) {
    const { stdout } = await promisify(execFile)(executablePath, ['--version'], { env: environment })
    expect(stdout).toMatch(/^Chromium|HeadlessChrome|Google Chrome/i)
  }
})
