import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { makeProductClient, waitForVideo } from '../demo/src/product-client.ts'
import { runProduct } from '../e2e/running-product.ts'
import { runShowcase } from '../e2e/showcase.ts'
import { launchTestBrowser } from '../e2e/test-browser.ts'
import { everyView, makeViewer, show, sizes, type Theme } from '../e2e/views.ts'
import { galleryPage, galleryShots, shotName } from './picture-list.ts'

/**
 * `npm run pictures [NAME…]`: photographs every view, narrow and wide, light and dark. Those of README and docs/gallery.md go
 * into docs/pictures, the rest into data/pictures. `-- --frame` instead converts the sample meeting, for its frame and its GIF.
 */
const shown = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
const others = fileURLToPath(new URL('../data/pictures/', import.meta.url))
const wanted = process.argv.slice(2)
const galleryNames = new Set(galleryShots.map(shotName))

await Promise.all([shown, others].map(folder => mkdir(folder, { recursive: true })))
await (wanted.includes('--frame') ? convertSample() : photographAll())

async function photographAll(): Promise<void> {
  const showcase = await runShowcase()
  const browser = await launchTestBrowser()
  try {
    const { open } = await makeViewer(browser, showcase)
    for (const view of everyView.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      for (const size of sizes) {
        const page = await open(view, size, 'light')
        for (const theme of ['light', 'dark'] as Theme[]) {
          await show(page, theme)
          const name = shotName({ view: view.name, width: size.width, theme })
          const picture = Buffer.from(await page.screenshot({ type: 'webp', quality: 82 }))
          await writeFile(`${galleryNames.has(name) ? shown : others}${name}.webp`, picture)
        }
        await page.close()
      }
      process.stdout.write(`${view.name}\n`)
    }
    await writeFile(fileURLToPath(new URL('../docs/gallery.md', import.meta.url)), galleryPage())
  } finally {
    await browser.close()
    await showcase.stop()
  }
}

async function convertSample(): Promise<void> {
  const person = { email: 'alex@example.com', password: 'a long enough password', name: 'Alex' }
  const product = await runProduct({ SMTP_URL: '' }, { isWholeMeeting: true })
  try {
    const client = makeProductClient(product.publicUrl)
    await client.register(person)
    await client.login(person)
    const added = await client.addByLink(product.fathom.sampleLink)
    const { recording } = await waitForVideo(client, added.id, () => undefined, 900, AbortSignal.timeout(900_000))
    for (const [file, name] of [['preview.gif', 'preview.gif'], ['poster.jpg', 'frame.jpg']] as const) {
      await writeFile(`${shown}${name}`, Buffer.from(await (await fetch(`${product.publicUrl}/s/${recording.shareToken}/${file}`)).arrayBuffer()))
    }
  } finally {
    await product.stop()
  }
}
