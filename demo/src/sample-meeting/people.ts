/** How each person of the sample meeting is drawn. All of them are invented. */
export interface Look {
  id: string
  name: string
  skin: { light: string; base: string; shade: string; deep: string; blush: string }
  hair: { base: string; light: string; dark: string; style: 'short' | 'long' | 'cropped' | 'bob' }
  iris: string
  lips: { upper: string; lower: string }
  /** 1 = strong jaw, 0 = slender. */
  jaw: number
  browWeight: number
  lashes: number
  beard: 'none' | 'stubble' | 'full'
  hasGlasses: boolean
  top: { kind: 'shirt' | 'sweater' | 'blazer' | 'tee'; base: string; light: string; dark: string; inner: string }
  room: 'bookshelf' | 'window' | 'bricks' | 'gallery-wall'
  seed: number
}

export const people: readonly Look[] = [
  {
    id: 'A', name: 'Adam Reid', seed: 11, room: 'bookshelf', jaw: 0.8, browWeight: 1, lashes: 0.5, beard: 'stubble', hasGlasses: true, iris: '#5b7a8c',
    skin: { light: '#fbdcc4', base: '#eebd9b', shade: '#c98a66', deep: '#7d4630', blush: '#e08a70' },
    hair: { base: '#6b4a2d', light: '#a57a4c', dark: '#3a2616', style: 'short' },
    lips: { upper: '#b56a58', lower: '#cb8270' },
    top: { kind: 'shirt', base: '#4a6688', light: '#6d8bb0', dark: '#2b3f58', inner: '#e9edf2' },
  },
  {
    id: 'B', name: 'Beth Moore', seed: 23, room: 'window', jaw: 0.25, browWeight: 0.75, lashes: 1, beard: 'none', hasGlasses: false, iris: '#5d7a45',
    skin: { light: '#ffe3d1', base: '#f4c8ab', shade: '#d1977a', deep: '#8a4f3b', blush: '#ea8f7d' },
    hair: { base: '#7c3d1f', light: '#c1733f', dark: '#44200f', style: 'long' },
    lips: { upper: '#b4524f', lower: '#cf6f69' },
    top: { kind: 'blazer', base: '#2f3a4a', light: '#4b5a70', dark: '#1b222d', inner: '#f3ede4' },
  },
  {
    id: 'C', name: 'Callum Hart', seed: 37, room: 'bricks', jaw: 1, browWeight: 1.15, lashes: 0.5, beard: 'full', hasGlasses: false, iris: '#4a2f1c',
    skin: { light: '#c99468', base: '#a8714a', shade: '#774829', deep: '#3d2213', blush: '#a4583c' },
    hair: { base: '#1d1613', light: '#4a3a31', dark: '#0c0908', style: 'cropped' },
    lips: { upper: '#7c4034', lower: '#9c5a4a' },
    top: { kind: 'sweater', base: '#8c3b33', light: '#b45a4e', dark: '#5a231f', inner: '#d9d3c8' },
  },
  {
    id: 'D', name: 'Diana Lowe', seed: 53, room: 'gallery-wall', jaw: 0.35, browWeight: 0.85, lashes: 1, beard: 'none', hasGlasses: false, iris: '#4b3423',
    skin: { light: '#f6d3ae', base: '#e3b088', shade: '#b97f58', deep: '#70422b', blush: '#dc8a6c' },
    hair: { base: '#221a1a', light: '#564444', dark: '#0d0a0b', style: 'bob' },
    lips: { upper: '#a84a4c', lower: '#c4686a' },
    top: { kind: 'tee', base: '#c9973b', light: '#e6bd6b', dark: '#8d6521', inner: '#f4e7cf' },
  },
]
