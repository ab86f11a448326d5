import type { Look } from './people.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

/** What stands behind a person, out of focus as a camera sees it. 640 × 360. */
export function drawRoom(room: Look['room'], seed: number): string {
  const draw = { bookshelf, window: windowRoom, bricks, 'gallery-wall': galleryWall }[room]
  return `<g filter="url(#b4)"><g transform="translate(-16 -9) scale(1.05)">${draw(seed)}</g></g>
<radialGradient id="vignette" cx="0.45" cy="0.4" r="0.8"><stop offset="0.5" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.42"/></radialGradient>
<rect width="640" height="360" fill="url(#vignette)"/>`
}

function bookshelf(seed: number): string {
  const random = seededNumbers(seed)
  const colours = ['#8c4a3a', '#3d5a6c', '#c9a35b', '#5c6b4a', '#d8cbb5', '#7a6285', '#2f3b46', '#b5673f']
  const shelves = [64, 164, 264, 364].map(floor => {
    let x = 18
    let books = ''
    while (x < 610) {
      const width = 9 + random() * 15
      const height = 56 + random() * 26
      if (random() < 0.9) books += `<rect x="${x.toFixed(0)}" y="${(floor - height).toFixed(0)}" width="${width.toFixed(0)}" height="${height.toFixed(0)}" fill="${colours[Math.floor(random() * colours.length)]}"/>`
      x += width + 1
    }
    return `${books}<rect x="0" y="${floor}" width="640" height="12" fill="#5a3d28"/>`
  })
  return `<rect width="640" height="360" fill="#3a2a1f"/>${shelves.join('')}<rect x="206" width="12" height="360" fill="#63452e"/><rect x="440" width="12" height="360" fill="#543a26"/>
<radialGradient id="lamp"><stop offset="0" stop-color="#ffe2ad" stop-opacity="0.75"/><stop offset="1" stop-color="#ffe2ad" stop-opacity="0"/></radialGradient><circle cx="70" cy="90" r="190" fill="url(#lamp)"/>`
}

function windowRoom(): string {
  const leaves = Array.from({ length: 13 }, (_, i) => {
    const angle = -150 + i * 10
    return `<ellipse cx="560" cy="190" rx="12" ry="58" fill="${i % 2 === 0 ? '#4c7a4a' : '#35603c'}" transform="rotate(${angle + 90} 560 250)"/>`
  })
  return `<rect width="640" height="360" fill="#d9d2c6"/><rect x="40" y="10" width="230" height="270" fill="#f2f4f3"/>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#bcd8ee"/><stop offset="0.7" stop-color="#eef3ee"/><stop offset="1" stop-color="#b9cba4"/></linearGradient>
<rect x="52" y="22" width="98" height="246" fill="url(#sky)"/><rect x="160" y="22" width="98" height="246" fill="url(#sky)"/>
<path d="M0,0 L58,0 C50,120 62,220 40,330 L0,330 Z" fill="#c3b49c"/><path d="M252,0 L318,0 C306,120 322,220 314,330 L276,330 C290,220 268,120 252,0 Z" fill="#cbbda6"/>
<rect x="420" y="60" width="96" height="70" fill="#efe8da" stroke="#8c7355" stroke-width="6"/><path d="M430,120 L458,86 L478,106 L492,92 L508,120 Z" fill="#8ba4b5"/>
${leaves.join('')}<path d="M524,250 L600,250 L590,340 L534,340 Z" fill="#b06a45"/><rect y="330" width="640" height="40" fill="#9a7f5f"/>`
}

function bricks(seed: number): string {
  const random = seededNumbers(seed)
  const rows = Array.from({ length: 16 }, (_, row) => Array.from({ length: 12 }, (_unused, column) => {
    const shade = 118 + Math.floor(random() * 40)
    return `<rect x="${column * 58 - (row % 2) * 29}" y="${row * 23}" width="55" height="20" rx="2" fill="rgb(${shade},${Math.floor(shade * 0.62)},${Math.floor(shade * 0.5)})"/>`
  }).join(''))
  return `<rect width="640" height="360" fill="#9c8f84"/>${rows.join('')}<rect width="640" height="360" fill="#20161a" opacity="0.35"/>
<rect x="452" y="66" width="130" height="92" fill="#15181c"/><rect x="460" y="74" width="114" height="76" fill="#e7dfcf"/><circle cx="517" cy="112" r="26" fill="#d2693c"/><path d="M517,86 A26,26 0 0 1 517,138 Z" fill="#2f5d6b"/>
<path d="M96,360 L96,120" stroke="#1c1c1e" stroke-width="7"/><path d="M58,120 L134,120 L116,64 L76,64 Z" fill="#f3dca6"/>
<radialGradient id="lamp"><stop offset="0" stop-color="#ffd58a" stop-opacity="0.85"/><stop offset="1" stop-color="#ffd58a" stop-opacity="0"/></radialGradient><circle cx="96" cy="110" r="150" fill="url(#lamp)"/>`
}

function galleryWall(): string {
  return `<linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#a9bfc0"/><stop offset="1" stop-color="#6d8688"/></linearGradient><rect width="640" height="360" fill="url(#wall)"/>
<rect x="56" y="44" width="104" height="132" fill="#f4efe6" stroke="#3b3632" stroke-width="6"/><path d="M74,150 C90,90 120,130 142,70" stroke="#c4593f" stroke-width="9" fill="none"/><circle cx="92" cy="78" r="13" fill="#e2ae45"/>
<rect x="470" y="30" width="120" height="84" fill="#f4efe6" stroke="#3b3632" stroke-width="6"/><path d="M482,104 L514,60 L536,84 L552,66 L578,104 Z" fill="#4e7d74"/>
<rect x="488" y="138" width="84" height="104" fill="#f4efe6" stroke="#3b3632" stroke-width="6"/><rect x="504" y="156" width="52" height="68" fill="#31435e"/><circle cx="530" cy="184" r="16" fill="#efc878"/>
<rect y="300" width="640" height="70" fill="#8f6f4f"/><rect x="20" y="262" width="190" height="40" rx="6" fill="#c9b496"/><rect x="44" y="220" width="26" height="42" fill="#d67c58"/><path d="M57,220 C40,190 36,170 44,152 M57,220 C60,190 70,176 80,166" stroke="#3f6b45" stroke-width="7" fill="none"/>`
}
