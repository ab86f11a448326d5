import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { everyView } from './views.ts'
import { galleryPage, galleryShots, shotName } from '../scripts/picture-list.ts'

const docs = join(import.meta.dirname, '../docs')

test('the gallery shows every view, and nothing else', () => {
  expect([...new Set(galleryShots.map(({ view }) => view))].sort()).toEqual(everyView.map(({ name }) => name).sort())
})

test('every picture of the gallery is there, and its page is as the list says', () => {
  expect(readFileSync(join(docs, 'gallery.md'), 'utf8')).toBe(galleryPage())
  expect(galleryShots.map(shot => `${shotName(shot)}.webp`).filter(name => !existsSync(join(docs, 'pictures', name)))).toEqual([])
})
