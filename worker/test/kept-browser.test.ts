import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawStills, type StillPicture } from '../src/tools/browser.ts'
import { keepBrowser } from '../src/tools/kept-browser.ts'
import { browser, signal } from './barcode-recording.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-kept-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

const still = (name: string): StillPicture => ({ html: '<body style="background:#e11d48">', width: 40, height: 20, isTransparent: false, path: join(folder, name) })

test('a browser that is kept draws again without a start, ends when idle, and is replaced when it was killed', async () => {
  const kept = keepBrowser(browser, 300)
  const lend = async () => {
    const { browser: lent, giveBack } = await kept.lend!()
    await giveBack(false)
    return lent
  }
  await drawStills(kept, [still('a.png')], signal)
  const first = await lend()
  await drawStills(kept, [still('b.png')], signal)
  expect(await lend()).toBe(first)
  expect((await first.pages()).length).toBeLessThanOrEqual(1)
  await expect(drawStills(kept, [still('c.png')], AbortSignal.timeout(1))).rejects.toMatchObject({ name: 'TimeoutError' })
  await drawStills(kept, [still('d.png')], signal)
  const second = await lend()
  await expect.poll(() => second.connected, { timeout: 5000 }).toBe(false)
  await drawStills(kept, [still('e.png')], signal)
  expect((await readFile(join(folder, 'e.png'))).equals(await readFile(join(folder, 'a.png')))).toBe(true)
  await expect.poll(async () => (await lend()).connected).toBe(true)
  await (await lend()).close()
})
