import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultsOfGood, faultsOfRefused } from './inputs/convert-input.ts'
import { goodInputs } from './inputs/good-inputs.ts'
import { refusedInputs } from './inputs/refused-inputs.ts'
import { shareBrowser } from './shared-browser.ts'

/** The quick part of the matrix; `npm run inputs` runs all of it. */
const browser = shareBrowser()
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-inputs-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.concurrent('the right video, upright and in sync, is made of', () => {
  test.each(goodInputs.filter(({ isQuick }) => isQuick))('77: $name', async input => {
    expect(await faultsOfGood(input, folder, 'plain', browser)).toEqual([])
  }, 180_000)
})

describe('one clear sentence is the answer to', () => {
  test.each(refusedInputs)('77: $name', async input => {
    expect(await faultsOfRefused(input, folder)).toEqual([])
  })
})
