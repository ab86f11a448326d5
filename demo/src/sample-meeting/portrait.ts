import { drawRoom } from './room.ts'
import { drawBeard, drawHair } from './hair.ts'
import type { Look } from './people.ts'
import { facePath } from './portrait-outline.ts'

/** Layers of one camera picture, 640 × 360, back to front; the compositor moves them a little against each other. */
export interface PortraitLayers {
  room: string; hairBack: string; body: string; head: string; features: string
  mouths: string[]; eyes: { open: string; half: string; closed: string }; front: string
}

/** The eyes' height in the picture; the head turns around a point below it. */
export const headCentre = { x: 320, y: 172 }
const headScale = 1.15

/** How far each mouth stands open, in head units. */
const mouthOpenings = [0, 3, 7, 11, 15, 19]

export function drawPortrait(look: Look): PortraitLayers {
  const hair = drawHair(look)
  const inHead = (content: string): string => svg(look, `<g transform="translate(${headCentre.x} ${headCentre.y}) scale(${headScale})">${content}</g>`)
  return {
    room: svg(look, drawRoom(look.room, look.seed)),
    hairBack: inHead(hair.back),
    body: inHead(drawBody(look)),
    head: inHead((hair.hidesEars ? '' : drawEars(look)) + drawFace(look) + drawBeard(look)),
    features: inHead(drawSockets(look) + drawNose(look) + drawBrows(look)),
    mouths: mouthOpenings.map(opening => inHead(drawMouth(look, opening))),
    eyes: { open: inHead(drawEyes(look, 1)), half: inHead(drawEyes(look, 0.5)), closed: inHead(drawEyes(look, 0)) },
    front: inHead((look.hasGlasses ? drawGlasses() : '') + hair.front),
  }
}

function svg(look: Look, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360"><defs>${definitions(look)}</defs>${content}</svg>`
}

function definitions(look: Look): string {
  const blurs = [1, 2, 3, 4, 6, 9, 14].map(size => `<filter id="b${size}" x="-80%" y="-80%" width="260%" height="260%"><feGaussianBlur stdDeviation="${size}"/></filter>`)
  return `${blurs.join('')}
<clipPath id="face"><path d="${facePath(look)}"/></clipPath>
<linearGradient id="skin" x1="0" y1="0" x2="1" y2="0.25"><stop offset="0" stop-color="${look.skin.light}"/><stop offset="0.5" stop-color="${look.skin.base}"/><stop offset="1" stop-color="${look.skin.shade}"/></linearGradient>
<linearGradient id="neck" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="${look.skin.base}"/><stop offset="0.45" stop-color="${look.skin.base}"/><stop offset="1" stop-color="${look.skin.deep}"/></linearGradient>
<linearGradient id="cloth" x1="0" y1="0" x2="1" y2="0.2"><stop offset="0" stop-color="${look.top.light}"/><stop offset="0.45" stop-color="${look.top.base}"/><stop offset="1" stop-color="${look.top.dark}"/></linearGradient>
<radialGradient id="iris"><stop offset="0" stop-color="#120c08"/><stop offset="0.42" stop-color="#120c08"/><stop offset="0.5" stop-color="${look.iris}"/><stop offset="0.85" stop-color="${look.iris}"/><stop offset="1" stop-color="#1d1512"/></radialGradient>`
}

function drawFace(look: Look): string {
  const { skin } = look
  return `<path d="${facePath(look)}" fill="url(#skin)"/>
<g clip-path="url(#face)">
<path d="M62,-110 C30,-40 46,30 14,104 L90,110 L90,-110 Z" fill="${skin.shade}" opacity="0.5" filter="url(#b9)"/>
<path d="M-70,20 C-56,60 -40,84 -8,104 L-70,110 Z" fill="${skin.shade}" opacity="0.65" filter="url(#b6)"/>
<path d="M70,20 C56,60 40,84 8,104 L70,110 Z" fill="${skin.deep}" opacity="0.45" filter="url(#b6)"/>
<ellipse cx="-10" cy="-58" rx="34" ry="22" fill="${skin.light}" opacity="0.75" filter="url(#b9)"/>
<ellipse cx="-33" cy="22" rx="17" ry="12" fill="${skin.light}" opacity="0.65" filter="url(#b6)"/>
<ellipse cx="34" cy="24" rx="13" ry="10" fill="${skin.light}" opacity="0.28" filter="url(#b6)"/>
<ellipse cx="-36" cy="32" rx="15" ry="10" fill="${skin.blush}" opacity="0.32" filter="url(#b6)"/>
<ellipse cx="38" cy="32" rx="14" ry="10" fill="${skin.blush}" opacity="0.32" filter="url(#b6)"/>
<ellipse cx="-4" cy="89" rx="14" ry="7" fill="${skin.light}" opacity="0.45" filter="url(#b4)"/>
<path d="M-17,80 Q0,86 17,80 Q0,92 -17,80" fill="${skin.deep}" opacity="0.25" filter="url(#b3)"/>
<path d="M-64,-78 Q0,-112 64,-78 L64,-120 L-64,-120 Z" fill="${skin.deep}" opacity="0.4" filter="url(#b6)"/>
</g>`
}

function drawEars({ skin }: Look): string {
  const ear = (side: number, fill: string): string => `<path d="M${side * 58},-14 C${side * 68},-26 ${side * 76},-16 ${side * 73},2 C${side * 71},18 ${side * 66},28 ${side * 57},24 Z" fill="${fill}"/>
<path d="M${side * 62},-8 C${side * 69},-13 ${side * 70},0 ${side * 64},12" fill="none" stroke="${skin.deep}" stroke-width="2.4" opacity="0.45" filter="url(#b1)"/>`
  return ear(-1, skin.base) + ear(1, skin.shade)
}

function drawSockets({ skin }: Look): string {
  const socket = (x: number, opacity: number): string => `<ellipse cx="${x}" cy="-13" rx="20" ry="11" fill="${skin.deep}" opacity="${opacity}" filter="url(#b4)"/>
<path d="M${x - 15},6 Q${x},15 ${x + 15},5" fill="none" stroke="${skin.deep}" stroke-width="2.2" opacity="0.28" filter="url(#b2)"/>`
  return socket(-26, 0.4) + socket(26, 0.48)
}

function drawNose({ skin }: Look): string {
  return `<path d="M-7,-24 C-6,-4 -9,14 -13,26 L-4,28 C-5,8 -4,-10 -2,-24 Z" fill="${skin.light}" opacity="0.35" filter="url(#b2)"/>
<path d="M6,-26 C9,-6 10,12 18,30 C13,36 8,34 7,26 C6,6 4,-10 6,-26 Z" fill="${skin.deep}" opacity="0.4" filter="url(#b3)"/>
<path d="M-9,-22 C-10,-14 -11,-10 -14,-8" fill="none" stroke="${skin.deep}" stroke-width="4" opacity="0.3" filter="url(#b2)"/>
<ellipse cx="-2" cy="26" rx="9" ry="7" fill="${skin.light}" opacity="0.8" filter="url(#b3)"/>
<path d="M-19,37 C-12,45 12,46 20,37 C14,49 -12,49 -19,37 Z" fill="${skin.deep}" opacity="0.5" filter="url(#b2)"/>
<path d="M-17,28 C-21,31 -20,38 -14,38" fill="none" stroke="${skin.deep}" stroke-width="2" opacity="0.5" filter="url(#b1)"/>
<path d="M17,28 C22,31 21,38 14,38" fill="none" stroke="${skin.deep}" stroke-width="2.4" opacity="0.6" filter="url(#b1)"/>
<ellipse cx="-8.5" cy="38" rx="4.6" ry="2.4" fill="${skin.deep}" opacity="0.9"/>
<ellipse cx="8.5" cy="38" rx="4.6" ry="2.4" fill="${skin.deep}" opacity="0.9"/>
<path d="M-3,45 L-4,53 M3,45 L4,53" stroke="${skin.deep}" stroke-width="2.4" opacity="0.16" filter="url(#b1)"/>
<path d="M-22,40 C-29,48 -31,56 -32,62 M22,40 C29,48 31,56 32,62" fill="none" stroke="${skin.deep}" stroke-width="2.6" opacity="0.3" filter="url(#b2)"/>`
}

function drawBrows({ hair, browWeight }: Look): string {
  const brow = (side: number): string => `<path d="M${side * 10},-30 C${side * 20},${-36 - 2 * browWeight} ${side * 34},${-38 - browWeight} ${side * 46},-28 C${side * 34},-33 ${side * 22},${-30 + 2 * browWeight} ${side * 10},${-27 + 2 * browWeight} Z" fill="${hair.dark}"/>`
  return `<g opacity="0.86" filter="url(#b1)" transform="translate(0 1)">${brow(-1)}${brow(1)}</g><g opacity="0.5">${brow(-1)}${brow(1)}</g>`
}

/** @param openness 1 open, 0.5 half way through a blink, 0 closed */
function drawEyes(look: Look, openness: number): string {
  return drawEye(look, -26, -1, openness) + drawEye(look, 26, 1, openness)
}

function drawEye({ skin, lashes, id }: Look, x: number, side: number, openness: number): string {
  const top = -8 - 9.5 * openness
  const lid = `M${x - 15},-7 Q${x - side * 2},${top - 4 * openness} ${x + 15},-7`
  const shape = `${lid} Q${x},1.5 ${x - 15},-7 Z`
  if (openness === 0) {
    return `<path d="M${x - 17},-6 Q${x},-22 ${x + 17},-6 Q${x},2 ${x - 17},-6" fill="${skin.shade}"/>
<path d="M${x - 16},-6 Q${x},2 ${x + 16},-6" fill="none" stroke="${skin.deep}" stroke-width="${2 + lashes}" stroke-linecap="round"/>`
  }
  const clip = `eye${id}${x}${openness * 10}`
  return `<clipPath id="${clip}"><path d="${shape}"/></clipPath>
<path d="M${x - 17},-7 Q${x},${-26} ${x + 17},-7 Z" fill="${skin.shade}" opacity="${0.35 + 0.5 * (1 - openness)}" filter="url(#b1)"/>
<path d="${shape}" fill="#ece6e0"/>
<g clip-path="url(#${clip})"><circle cx="${x}" cy="-9" r="7.8" fill="url(#iris)"/>
<path d="M${x - 16},-20 L${x + 16},-20 L${x + 16},-11 Q${x},-16 ${x - 16},-11 Z" fill="#3a2a24" opacity="0.42" filter="url(#b1)"/>
<circle cx="${x - 2.6}" cy="-11.6" r="1.9" fill="#fff" opacity="0.95"/></g>
<path d="${lid}" fill="none" stroke="#1c1210" stroke-width="${1.7 + 1.1 * lashes}" stroke-linecap="round" opacity="0.9"/>
<path d="M${x - 14},-5.5 Q${x},2.6 ${x + 14},-5.5" fill="none" stroke="${skin.deep}" stroke-width="1.1" opacity="0.55"/>
<path d="M${x - 16},-13 Q${x - side},${-26 + 4 * (1 - openness)} ${x + 16},-13" fill="none" stroke="${skin.deep}" stroke-width="1.6" opacity="0.5" filter="url(#b1)"/>`
}

function drawMouth({ lips, skin, jaw }: Look, opening: number): string {
  const w = 22 + 3 * jaw - opening * 0.25
  const low = 64 + opening
  const inner = `M${-w + 3},63.5 Q0,${62 - opening * 0.15} ${w - 3},63.5 Q0,${64 + opening * 1.75} ${-w + 3},63.5 Z`
  const teeth = opening < 4 ? '' : `<path d="M${-w * 0.62},62 L${w * 0.62},62 L${w * 0.5},${63.4 + Math.min(5, opening * 0.36)} Q0,${65 + Math.min(5, opening * 0.4)} ${-w * 0.5},${63.4 + Math.min(5, opening * 0.36)} Z" fill="#efe9e2"/>`
  const tongue = opening < 7 ? '' : `<ellipse cx="0" cy="${low + 1}" rx="${w * 0.5}" ry="${opening * 0.3}" fill="#b0544e" opacity="0.9"/>`
  return `<path d="M${-w - 6},61 Q0,${low + 26} ${w + 6},61 Q0,${low + 14} ${-w - 6},61" fill="${skin.deep}" opacity="0.22" filter="url(#b3)"/>
<path d="M${-w},61.5 Q${-w * 0.5},${64 + opening} 0,${low + 1} Q${w * 0.5},${64 + opening} ${w},61.5 Q${w * 0.55},${low + 9.5} 0,${low + 10.5} Q${-w * 0.55},${low + 9.5} ${-w},61.5 Z" fill="${lips.lower}"/>
<ellipse cx="-3" cy="${low + 6}" rx="${w * 0.4}" ry="2" fill="#fff" opacity="0.22" filter="url(#b1)"/>
<path d="M${-w},61.5 Q${-w * 0.4},55 -5,56 Q0,58.4 5,56 Q${w * 0.4},55 ${w},61.5 Q0,${67 - opening * 0.1} ${-w},61.5 Z" fill="${lips.upper}"/>
<clipPath id="in${opening}"><path d="${inner}"/></clipPath><path d="${inner}" fill="#2c0f0e"/><g clip-path="url(#in${opening})">${tongue}${teeth}</g>
<path d="M${-w - 2},61 Q0,${67 - opening * 0.2} ${w + 2},61" fill="none" stroke="#4b1d1a" stroke-width="1.5" opacity="${opening === 0 ? 0.9 : 0.35}" stroke-linecap="round"/>`
}

function drawGlasses(): string {
  const lens = (x: number): string => `<rect x="${x - 22}" y="-24" width="44" height="33" rx="11" fill="#dfeaf2" fill-opacity="0.07" stroke="#2a2624" stroke-width="3"/>
<path d="M${x - 15},-19 L${x - 3},-19 L${x - 15},-4 Z" fill="#fff" opacity="0.1"/>`
  return `${lens(-26)}${lens(26)}<path d="M-4,-13 Q0,-17 4,-13" fill="none" stroke="#2a2624" stroke-width="3"/><path d="M-48,-15 L-62,-18 M48,-15 L62,-18" stroke="#2a2624" stroke-width="3"/>`
}

function drawBody(look: Look): string {
  const { skin, top } = look
  const neck = 30 + 9 * look.jaw
  const shoulder = 128 + 22 * look.jaw
  const torso = `M-${shoulder + 34},200 C-${shoulder + 26},150 -${shoulder - 12},142 -${neck + 34},126 C-${neck + 14},120 -${neck},114 -${neck - 2},104 L${neck - 2},104 C${neck},114 ${neck + 14},120 ${neck + 34},126 C${shoulder - 12},142 ${shoulder + 26},150 ${shoulder + 34},200 Z`
  return `<path d="M-${neck},50 L-${neck},112 C-${neck + 2},126 -${neck + 26},128 -${neck + 44},134 L${neck + 44},134 C${neck + 26},128 ${neck + 2},126 ${neck},112 L${neck},50 Z" fill="url(#neck)"/>
<path d="${torso}" fill="url(#cloth)"/>
<path d="M-${shoulder - 8},200 C-${shoulder - 16},170 -${shoulder - 26},158 -${shoulder - 40},150 M${shoulder - 8},200 C${shoulder - 16},170 ${shoulder - 26},158 ${shoulder - 40},150" fill="none" stroke="${top.dark}" stroke-width="5" opacity="0.6" filter="url(#b2)"/>
${collar(look, neck)}
<path d="M-${neck - 2},70 L${neck - 2},70 L${neck - 3},104 C18,122 -18,122 -${neck - 3},98 Z" fill="${skin.deep}" opacity="0.6" filter="url(#b4)"/>`
}

function collar({ top }: Look, neck: number): string {
  const n = neck
  if (top.kind === 'shirt') {
    return `<path d="M-${n - 6},108 L0,158 L${n - 6},108 L${n - 10},96 L-${n - 10},96 Z" fill="url(#neck)"/>
<path d="M-${n},102 L-${n + 12},122 L-18,158 L0,142 L-${n - 4},108 Z" fill="${top.light}"/><path d="M${n},102 L${n + 12},122 L18,158 L0,142 L${n - 4},108 Z" fill="${top.base}"/>
<path d="M0,146 L0,200" stroke="${top.dark}" stroke-width="2"/><circle cx="3" cy="168" r="2.4" fill="${top.inner}"/>`
  }
  if (top.kind === 'blazer') {
    return `<path d="M-${n},104 L-34,200 L34,200 L${n},104 C16,140 -16,140 -${n},104 Z" fill="${top.inner}"/><path d="M-${n},102 C-16,141 16,141 ${n},102 L${n - 4},92 L-${n - 4},92 Z" fill="url(#neck)"/>
<path d="M-${n + 2},104 L-${n + 26},126 L-${n + 16},146 L-30,200 L-8,200 Z" fill="${top.light}"/><path d="M${n + 2},104 L${n + 26},126 L${n + 16},146 L30,200 L8,200 Z" fill="${top.base}"/>`
  }
  const depth = top.kind === 'tee' ? 134 : 122
  return `<path d="M-${n + 4},104 C-18,${depth + 8} 18,${depth + 8} ${n + 4},104 L${n - 6},92 L-${n - 6},92 Z" fill="url(#neck)"/>
<path d="M-${n + 6},104 C-20,${depth + 11} 20,${depth + 11} ${n + 6},104" fill="none" stroke="${top.light}" stroke-width="7"/><path d="M-${n + 6},107 C-20,${depth + 15} 20,${depth + 15} ${n + 6},107" fill="none" stroke="${top.dark}" stroke-width="1.6" opacity="0.7"/>`
}
