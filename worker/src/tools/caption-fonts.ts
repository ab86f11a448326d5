import { copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const subsets = ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese']

/** Lays the shipped font into a folder for libass; other scripts come from the system's fonts. */
export async function layCaptionFonts(folder: string): Promise<void> {
  const files = join(dirname(createRequire(import.meta.url).resolve('@fontsource/inter/package.json')), 'files')
  await mkdir(folder, { recursive: true })
  const names = subsets.flatMap(subset => [500, 700].map(weight => `inter-${subset}-${weight}-normal.woff`))
  await Promise.all(names.map(name => copyFile(join(files, name), join(folder, name))))
}
