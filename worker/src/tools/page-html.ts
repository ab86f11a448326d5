import { fontsBeyondInter } from './shipped-fonts.ts'

/** Text as HTML text: nothing a person wrote becomes markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}

/** The reading direction of a text, by its first letter that has one. */
export function directionOf(text: string): 'ltr' | 'rtl' {
  return /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text) ? 'rtl' : 'ltr'
}

/** A whole page with the shipped fonts that its text needs. `body` is markup made by us. */
export function pageHtml(style: string, body: string): string {
  const fonts = fontsBeyondInter(body)
  const sheets = fonts.map(({ packageName }) => `<link rel="stylesheet" href="/fonts/${packageName.split('/')[1]}/index.css">`)
  const families = ['Inter', ...fonts.map(({ cssFamily }) => `"${cssFamily}"`), '"DejaVu Sans"', '"Noto Sans"', 'sans-serif']
  return `<!doctype html><html dir="ltr"><head><meta charset="utf-8">${sheets.join('')}<style>${interFaces()}
*{margin:0;box-sizing:border-box}html,body{width:100%;height:100%;overflow:hidden}
body{font-family:${families.join(',')};-webkit-font-smoothing:antialiased}
${style}</style></head><body>${body}</body></html>`
}

/** Only colours that are a plain hex value reach a style sheet. */
export function safeColour(colour: string, fallback: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour : fallback
}

const subsets: Record<string, string> = {
  'latin-ext': 'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2C60-2C7F',
  'cyrillic': 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
  'greek': 'U+0370-03FF',
  'vietnamese': 'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+1EA0-1EF9,U+20AB',
  'latin': 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215',
}

function interFaces(): string {
  return [400, 500, 600, 700].flatMap(weight => Object.entries(subsets).map(([subset, range]) =>
    `@font-face{font-family:Inter;font-weight:${weight};src:url(/fonts/inter/files/inter-${subset}-${weight}-normal.woff2) format("woff2");unicode-range:${range}}`)).join('\n')
}
