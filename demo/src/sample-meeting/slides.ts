import type { SlideName } from './schedule.ts'

/** What Beth shares: one picture of 960 × 540 each. */
export function drawSlides(): Record<SlideName, string> {
  return {
    size: slide('Size and shape', sizeSlide()),
    case: slide('Case: light, moulded plastic', caseSlide()),
    tasks: slide('Until the next meeting', tasksSlide()),
    loading: viewer(loadingView()),
    concept: viewer(conceptView()),
    brand: slide('Our brand', brandSlide()),
    material: slide('Plastic or metal?', materialSlide()),
    market: slide('What is on the market', marketSlide()),
    clip: clipPlayer(),
  }
}

const ink = '#1e2a3a'
const accent = '#e4572e'
const soft = '#5b6878'

function frame(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 540" width="960" height="540" font-family="'Liberation Sans', Arial, Helvetica, sans-serif"><defs>
<linearGradient id="case" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#5a6470"/><stop offset="0.25" stop-color="#2e353d"/><stop offset="1" stop-color="#14181c"/></linearGradient>
<linearGradient id="silver" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#f4f6f8"/><stop offset="0.4" stop-color="#c6ccd3"/><stop offset="1" stop-color="#8d959e"/></linearGradient>
<linearGradient id="orange" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#ffa071"/><stop offset="0.4" stop-color="#e4572e"/><stop offset="1" stop-color="#9c3215"/></linearGradient>
<filter id="shadow" x="-30%" y="-30%" width="160%" height="160%"><feDropShadow dx="6" dy="12" stdDeviation="10" flood-opacity="0.28"/></filter></defs>${content}</svg>`
}

function slide(title: string, content: string): string {
  return frame(`<rect width="960" height="540" fill="#fbfaf7"/><rect width="960" height="8" fill="${accent}"/>
<text x="56" y="84" font-size="40" font-weight="700" fill="${ink}">${title}</text><rect x="56" y="102" width="72" height="5" fill="${accent}"/>${content}
<text x="56" y="514" font-size="15" fill="#8a93a0">Remote control project · concept review</text>`)
}

function bullet(x: number, y: number, text: string, note = ''): string {
  const second = note === '' ? '' : `<text x="${x + 26}" y="${y + 28}" font-size="18" fill="${soft}">${note}</text>`
  return `<circle cx="${x + 6}" cy="${y - 8}" r="6" fill="${accent}"/><text x="${x + 26}" y="${y}" font-size="25" fill="${ink}">${text}</text>${second}`
}

/** A remote seen from above; width and height in pixels, `skin` one of the gradients. */
function remote(x: number, y: number, width: number, height: number, skin: string, radius = width * 0.36): string {
  const key = skin === 'case' ? '#aeb7c1' : '#39424c'
  const unit = width / 100
  const rows = Math.max(2, Math.floor((height / unit - 190) / 34))
  const keys = Array.from({ length: rows * 3 }, (_, i) => `<rect x="${x + (18 + (i % 3) * 24) * unit}" y="${y + (150 + Math.floor(i / 3) * 34) * unit}" width="${16 * unit}" height="${20 * unit}" rx="${6 * unit}" fill="${key}"/>`)
  return `<g filter="url(#shadow)"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="url(#${skin})"/></g>
<circle cx="${x + 50 * unit}" cy="${y + 30 * unit}" r="${9 * unit}" fill="${skin === 'orange' ? '#fff3e6' : accent}"/>
<circle cx="${x + 50 * unit}" cy="${y + 92 * unit}" r="${33 * unit}" fill="none" stroke="${key}" stroke-width="${11 * unit}"/><circle cx="${x + 50 * unit}" cy="${y + 92 * unit}" r="${14 * unit}" fill="${key}"/>${keys.join('')}`
}

function sizeSlide(): string {
  return `${bullet(56, 172, 'One body for all functions saves space', 'small instead of bulky')}${bullet(56, 256, 'A smaller board costs more', 'how much, we do not know yet')}${bullet(56, 340, 'It should still sit well in one hand')}
${remote(610, 130, 118, 360, 'case')}${remote(792, 210, 84, 270, 'orange')}
<text x="669" y="120" font-size="17" fill="${soft}" text-anchor="middle">today</text><text x="834" y="200" font-size="17" fill="${soft}" text-anchor="middle">idea</text>`
}

function caseSlide(): string {
  return `${bullet(56, 176, 'No need to be a mobile phone')}${bullet(56, 240, 'Lightweight plastic')}${bullet(56, 304, 'Easily moulded, easily produced')}
<g transform="rotate(14 740 300)">${remote(690, 120, 108, 350, 'orange', 52)}</g>
<path d="M300,410 L540,410" stroke="${soft}" stroke-width="2"/><circle cx="300" cy="410" r="5" fill="${soft}"/><circle cx="540" cy="410" r="5" fill="${soft}"/><circle cx="364" cy="410" r="12" fill="${accent}"/>
<text x="300" y="446" font-size="17" fill="${soft}" text-anchor="middle">cheap</text><text x="540" y="446" font-size="17" fill="${soft}" text-anchor="middle">stylish</text>`
}

function tasksSlide(): string {
  const row = (y: number, letter: string, colour: string, who: string, what: string): string => `<rect x="56" y="${y}" width="848" height="66" rx="12" fill="#f0ede6"/><rect x="74" y="${y + 10}" width="46" height="46" rx="10" fill="${colour}"/><text x="97" y="${y + 41}" font-size="22" font-weight="700" fill="#fff" text-anchor="middle">${letter}</text>
<text x="140" y="${y + 41}" font-size="23" font-weight="700" fill="${ink}">${who}</text><text x="330" y="${y + 41}" font-size="23" fill="${ink}">${what}</text>`
  return `${row(136, 'A', '#4a6688', 'Adam', 'Components and what they cost')}${row(214, 'B', '#7c3d1f', 'Beth', 'Next presentation')}${row(292, 'C', '#8c3b33', 'Callum', 'Look and brand: fashion in electronics')}${row(370, 'D', '#c9973b', 'Diana', 'Case: plastic, shape, moulding')}
<text x="904" y="84" font-size="22" fill="${soft}" text-anchor="end">30 minutes</text>`
}

function viewer(content: string): string {
  return frame(`<rect width="960" height="540" fill="#23272e"/><rect width="960" height="44" fill="#181b20"/><circle cx="24" cy="22" r="6" fill="#e0625a"/><circle cx="46" cy="22" r="6" fill="#e3b341"/><circle cx="68" cy="22" r="6" fill="#57ab5a"/>
<text x="480" y="28" font-size="16" fill="#c3cad4" text-anchor="middle">concept-1 · 3D viewer</text>${content}`)
}

function loadingView(): string {
  const spokes = Array.from({ length: 12 }, (_, i) => `<rect x="477" y="196" width="6" height="20" rx="3" fill="#fff" opacity="${(0.15 + 0.07 * i).toFixed(2)}" transform="rotate(${i * 30} 480 240)"/>`)
  return `${spokes.join('')}<text x="480" y="336" font-size="26" fill="#eef1f5" text-anchor="middle">Opening the prototype…</text>
<rect x="330" y="366" width="300" height="8" rx="4" fill="#3b424c"/><rect x="330" y="366" width="126" height="8" rx="4" fill="#f5a05a"/><text x="480" y="408" font-size="17" fill="#98a2af" text-anchor="middle">mesh 5 of 12</text>`
}

function conceptView(): string {
  const grid = Array.from({ length: 13 }, (_, i) => `<path d="M${480 + (i - 6) * 40},300 L${480 + (i - 6) * 120},540" stroke="#39414c"/>`)
  const lines = [310, 330, 360, 405, 465].map(y => `<path d="M0,${y} L960,${y}" stroke="#39414c"/>`)
  return `${grid.join('')}${lines.join('')}<g transform="translate(340 460) rotate(-24) scale(1 0.62) rotate(56 0 0)">${remote(-60, -390, 120, 400, 'orange', 56)}</g>
<rect x="716" y="76" width="216" height="132" rx="10" fill="#181b20" opacity="0.9"/><text x="736" y="108" font-size="17" font-weight="700" fill="#fff">Concept 1</text><text x="736" y="138" font-size="16" fill="#c3cad4">Case: moulded plastic</text><text x="736" y="164" font-size="16" fill="#c3cad4">Length: 168 mm</text><text x="736" y="190" font-size="16" fill="#c3cad4">Keys: 12 and a ring</text>`
}

function brandSlide(): string {
  return `<rect x="56" y="140" width="848" height="330" rx="14" fill="#fff" stroke="#d9d6ce"/><rect x="56" y="140" width="848" height="40" rx="14" fill="#eceae4"/><rect x="56" y="166" width="848" height="14" fill="#eceae4"/>
<circle cx="82" cy="160" r="6" fill="#d98c80"/><circle cx="102" cy="160" r="6" fill="#e3c36b"/><circle cx="122" cy="160" r="6" fill="#93b98a"/><rect x="150" y="149" width="430" height="22" rx="11" fill="#fff"/><text x="166" y="165" font-size="14" fill="${soft}">our company · about us</text>
<text x="96" y="262" font-size="44" font-weight="700" fill="${ink}">We put the fashion</text><text x="96" y="316" font-size="44" font-weight="700" fill="${accent}">into electronics.</text>
<text x="96" y="370" font-size="21" fill="${soft}">Does the remote control have to say so too?</text><text x="96" y="402" font-size="21" fill="${soft}">Plastic can still look quite good.</text>
<g transform="rotate(34 790 330)">${remote(752, 204, 84, 250, 'orange', 40)}</g>`
}

function materialSlide(): string {
  const column = (x: number, title: string, skin: string, lines: string[]): string => `<rect x="${x}" y="136" width="404" height="340" rx="16" fill="#f0ede6"/><text x="${x + 28}" y="184" font-size="28" font-weight="700" fill="${ink}">${title}</text>
${lines.map((line, i) => `<text x="${x + 28}" y="${234 + i * 44}" font-size="22" fill="${ink}">${line}</text>`).join('')}${remote(x + 300, 178, 76, 266, skin, 34)}`
  return `${column(56, 'Plastic', 'orange', ['+ light', '+ any shape, any colour', '+ probably cheaper', '? does it look smart'])}${column(500, 'Metal', 'silver', ['+ looks smart', '– heavier', '– needs more steps', '? how much more'])}`
}

function marketSlide(): string {
  return `<g transform="rotate(-6 200 320)">${remote(146, 166, 100, 310, 'case', 48)}</g><g transform="rotate(5 420 320)">${remote(372, 166, 100, 310, 'silver', 26)}</g>
<text x="180" y="146" font-size="18" fill="${soft}" text-anchor="middle">kind of moulded</text><text x="436" y="146" font-size="18" fill="${soft}" text-anchor="middle">silver plastic</text>
${bullet(560, 220, 'They look a bit different')}${bullet(560, 284, 'Silver plastic looks smarter')}${bullet(560, 348, 'Both are plastic')}${bullet(560, 412, 'Something to think about')}`
}

function clipPlayer(): string {
  return frame(`<rect width="960" height="540" fill="#101216"/><rect x="0" y="0" width="960" height="480" fill="#2f8f4e"/><rect x="0" y="0" width="960" height="480" fill="url(#glow)"/>
<radialGradient id="glow" cx="0.4" cy="0.35" r="0.8"><stop offset="0" stop-color="#fff" stop-opacity="0.12"/><stop offset="1" stop-color="#000" stop-opacity="0.18"/></radialGradient>
<path d="M34,492 L34,520 L56,506 Z" fill="#fff"/><text x="868" y="512" font-size="16" fill="#c3cad4">0:42</text><text x="30" y="44" font-size="20" fill="#fff" opacity="0.85">example video</text>`)
}
