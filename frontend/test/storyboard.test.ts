import { expect, test } from 'vitest'
import { writeStoryboardVtt } from '../../common/src/transcript-formats/write-captions.ts'
import { parseStoryboard } from '../src/watch/storyboard.ts'

test('what the worker writes is read back, with addresses beside the file', () => {
  const tiles = [{ start: 0, end: 2.04, x: 0, y: 0, width: 160, height: 90 }, { start: 2.04, end: 3725.5, x: 160, y: 90, width: 160, height: 90 }]
  const read = parseStoryboard(writeStoryboardVtt(tiles), 'https://videos.example.com/s/abc/storyboard.vtt')
  expect(read).toEqual(tiles.map(tile => ({ ...tile, url: 'https://videos.example.com/s/abc/storyboard.jpg' })))
  expect(parseStoryboard('WEBVTT\n\nnonsense', 'https://x.y/')).toEqual([])
})
