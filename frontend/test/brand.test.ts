import { expect, test } from 'vitest'
import { videoStyle } from '@f2l/common/contracts/video-style.ts'
import { barOn, contrast, contrastProblems, lettersOn, veilOn } from '../src/brand/contrast.ts'
import { bubbleBox, captionPlace } from '../src/brand/sketch-geometry.ts'

const style = videoStyle.parse({})

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  expect(contrast('#123456', '#123456')).toBe(1)
})

test.each([
  ['the product\'s own colours', { background: null, accent: null }, []],
  ['a dark background with a dark accent', { background: { from: '#0f172a', to: '#1e293b' }, accent: '#1f2937' }, ['bar']],
  ['two colours far apart', { background: { from: '#ffe14d', to: '#10105a' }, accent: null }, ['letters']],
  ['an accent that is light', { background: { from: '#0f172a', to: '#1e293b' }, accent: '#fde68a' }, ['initials']],
])('%s: what has to be changed is said', (_, colours, problems) => {
  expect(contrastProblems(colours)).toEqual(problems)
})

test('where a veil is needed, letters can be read through it; where not, there is none', () => {
  expect(veilOn({ from: '#0f172a', to: '#1e293b' })).toBeNull()
  expect(veilOn({ from: '#ffe14d', to: '#10105a' })).toMatch(/^rgb\(\d+ \d+ \d+ \/ \d+%\)$/)
  expect(lettersOn({ from: '#0f172a', to: '#1e293b' })).toBe('#ffffff')
  expect(barOn({ from: '#0f172a', to: '#1e293b' }, '#1f2937')).toBe('#ffffff')
})

test.each([
  ['bottom-left', 'medium', { x: 28, y: 496, width: 196, height: 196 }], ['top-right', 'small', { x: 1104, y: 28, width: 148, height: 148 }], ['bottom-right', 'large', { x: 992, y: 432, width: 260, height: 260 }],
] as const)('a bubble at the %s, %s, stands where the video has it', (bubbleCorner, bubbleSize, box) => {
  expect(bubbleBox({ bubbleCorner, bubbleSize })).toEqual(box)
})

test('captions make room for a bubble at the bottom only, and lean away from a large one', () => {
  expect(captionPlace({ ...style, bubbleCorner: 'top-left' })).toMatchObject({ left: 77, right: 77 })
  expect(captionPlace(style)).toMatchObject({ left: 263, right: 263 })
  expect(captionPlace({ ...style, bubbleSize: 'large' })).toMatchObject({ left: 327, right: 77 })
  expect(captionPlace({ ...style, bubbleCorner: 'bottom-right', captionSize: 'large' })).toMatchObject({ left: 77, right: 263 })
  expect(captionPlace({ ...style, look: 'plain' })).toMatchObject({ left: 77, right: 77 })
})
