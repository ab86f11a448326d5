import { facePath } from './portrait-outline.ts'
import type { Look } from './people.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

interface Point { x: number; y: number }
/** A strand runs from the first curve to the second: both are sampled at the same share. */
interface Flow { from: (share: number) => Point; to: (share: number) => Point; bend: number; count: number; width: number }

/** Hair behind the neck and hair in front of the face, in head units. */
export function drawHair(look: Look): { back: string; front: string; hidesEars: boolean } {
  const { style } = look.hair
  const hair = { short: shortHair, long: longHair, cropped: croppedHair, bob: bobHair }[style](look)
  return { ...hair, hidesEars: style === 'long' || style === 'bob' }
}

export function drawBeard(look: Look): string {
  if (look.beard === 'none') return ''
  const isFull = look.beard === 'full'
  const area = 'M-60,-6 C-58,34 -50,66 -34,86 C-22,101 -10,106 0,106 C10,106 22,101 34,86 C50,66 58,34 60,-6 C54,22 48,42 38,48 C26,50 16,46 0,47 C-16,46 -26,50 -38,48 C-48,42 -54,22 -60,-6 Z M-25,64 C-24,52 24,52 25,64 C22,82 -22,82 -25,64 Z'
  const base = `<path d="${area}" fill-rule="evenodd" fill="${look.hair.dark}" opacity="${isFull ? 0.62 : 0.2}" filter="url(#b${isFull ? 3 : 4})"/>`
  if (!isFull) return `<g clip-path="url(#face)">${base}</g>`
  const random = seededNumbers(look.seed + 5)
  const hairs = Array.from({ length: 420 }, () => {
    const angle = Math.PI * (0.02 + 0.96 * random())
    const reach = 0.78 + 0.24 * random()
    const x = Math.cos(angle) * 57 * reach
    const y = 12 + Math.sin(angle) * 92 * reach
    if (Math.abs(x) < 30 && y < 78 && y > 50) return ''
    return `M${x.toFixed(1)},${y.toFixed(1)} l${(x * 0.04 + random() * 2 - 1).toFixed(1)},${(4 + random() * 3).toFixed(1)}`
  })
  return `<g clip-path="url(#face)">${base}<path d="${hairs.join('')}" stroke="${look.hair.base}" stroke-width="1.1" fill="none" opacity="0.5"/></g>`
}

function shortHair(look: Look): { back: string; front: string } {
  const cap = 'M-66,-14 C-76,-66 -62,-122 -8,-126 C48,-130 76,-92 66,-14 C62,-22 60,-40 56,-52 C44,-74 18,-72 -14,-80 C-36,-78 -52,-64 -56,-50 C-60,-38 -62,-24 -66,-14 Z'
  const flow: Flow[] = [
    { from: share => ({ x: -30 - 14 * share, y: -112 + 18 * share }), to: share => ({ x: 58 - 70 * share, y: -62 - 8 * share }), bend: -26, count: 90, width: 1.6 },
    { from: share => ({ x: -34 - 26 * share, y: -112 + 52 * share }), to: share => ({ x: -60 - 4 * share, y: -50 + 26 * share }), bend: -8, count: 50, width: 1.4 },
    { from: share => ({ x: 10 + 48 * share, y: -122 + 40 * share }), to: share => ({ x: 62 + 2 * share, y: -54 + 32 * share }), bend: 12, count: 60, width: 1.4 },
  ]
  return { back: '', front: hairMass(look, cap, flow) }
}

function croppedHair(look: Look): { back: string; front: string } {
  const cap = 'M-64,-8 C-70,-50 -66,-112 0,-117 C66,-112 70,-50 64,-8 C61,-24 60,-44 53,-58 C42,-82 20,-84 0,-84 C-20,-84 -42,-82 -53,-58 C-60,-44 -61,-24 -64,-8 Z'
  const random = seededNumbers(look.seed)
  const curls = Array.from({ length: 520 }, () => {
    const angle = Math.PI * (1.04 + 0.92 * random())
    const reach = 0.8 + 0.24 * random()
    return `M${(Math.cos(angle) * 64 * reach).toFixed(1)},${(-26 + Math.sin(angle) * 88 * reach).toFixed(1)} q2,-3 4,0`
  })
  const texture = `<clipPath id="hairclip"><path d="${cap}"/></clipPath><g clip-path="url(#hairclip)"><path d="${curls.join('')}" stroke="${look.hair.light}" stroke-width="1.2" fill="none" opacity="0.5"/><ellipse cx="-22" cy="-104" rx="30" ry="12" fill="${look.hair.light}" opacity="0.4" filter="url(#b6)"/></g>`
  return { back: '', front: `<path d="${cap}" fill="${look.hair.base}" filter="url(#b1)"/>${texture}` }
}

function longHair(look: Look): { back: string; front: string } {
  const back = 'M-64,-60 C-96,-10 -84,70 -106,150 L-112,230 L112,230 L106,150 C84,70 96,-10 64,-60 Z'
  const front = 'M2,-118 C-40,-128 -82,-94 -78,-28 C-76,20 -86,80 -106,150 L-112,230 L-50,230 L-54,150 C-46,110 -66,60 -60,0 C-58,-40 -40,-70 6,-88 C40,-74 58,-42 60,0 C66,60 46,110 56,150 L52,230 L112,230 L106,150 C86,80 76,20 78,-28 C80,-94 44,-128 2,-118 Z'
  const flow: Flow[] = [
    { from: share => ({ x: 4 - 34 * share, y: -116 + 4 * share }), to: share => ({ x: -60 - 40 * share, y: 190 }), bend: -70, count: 120, width: 1.7 },
    { from: share => ({ x: 4 + 34 * share, y: -116 + 4 * share }), to: share => ({ x: 60 + 40 * share, y: 190 }), bend: 70, count: 120, width: 1.7 },
  ]
  return { back: `<path d="${back}" fill="${look.hair.dark}"/>`, front: hairMass(look, front, flow) }
}

function bobHair(look: Look): { back: string; front: string } {
  const back = 'M-66,-60 C-90,-20 -86,50 -76,92 C-40,104 40,104 76,92 C86,50 90,-20 66,-60 Z'
  const front = 'M-10,-120 C-60,-124 -84,-78 -80,-20 C-80,30 -84,64 -76,92 C-66,98 -54,96 -48,86 C-60,56 -64,20 -59,-16 C-54,-46 -34,-66 26,-84 C46,-70 58,-44 60,-14 C64,20 60,56 48,88 C56,98 68,98 77,90 C84,60 80,30 80,-20 C84,-84 46,-122 -10,-120 Z'
  const flow: Flow[] = [
    { from: share => ({ x: 24 - 50 * share, y: -116 + 2 * share }), to: share => ({ x: -49 - 28 * share, y: 86 + 4 * share }), bend: -62, count: 120, width: 1.6 },
    { from: share => ({ x: 26 + 26 * share, y: -114 + 12 * share }), to: share => ({ x: 50 + 26 * share, y: 88 }), bend: 54, count: 90, width: 1.6 },
  ]
  return { back: `<path d="${back}" fill="${look.hair.dark}"/>`, front: hairMass(look, front, flow) }
}

/** A soft base with strands of lighter and darker hair over it, a sheen on the lit side, and its shadow on the face. */
function hairMass(look: Look, outline: string, flows: readonly Flow[]): string {
  const random = seededNumbers(look.seed)
  const strands = flows.flatMap(flow => Array.from({ length: flow.count }, () => strand(look, flow, random)))
  return `<g clip-path="url(#facearea)"><path d="${outline}" transform="translate(2 5)" fill="${look.skin.deep}" opacity="0.5" filter="url(#b3)"/></g>
<clipPath id="facearea"><path d="${facePath(look)}"/></clipPath><clipPath id="hairclip"><path d="${outline}"/></clipPath>
<path d="${outline}" fill="${look.hair.base}"/><g clip-path="url(#hairclip)">
<path d="M40,-130 C60,-60 60,60 40,160 L120,160 L120,-130 Z" fill="${look.hair.dark}" opacity="0.55" filter="url(#b9)"/>${strands.join('')}
<ellipse cx="-30" cy="-96" rx="30" ry="12" transform="rotate(-28 -30 -96)" fill="${look.hair.light}" opacity="0.5" filter="url(#b6)"/></g>`
}

function strand(look: Look, flow: Flow, random: () => number): string {
  const share = random()
  const from = flow.from(share)
  const to = flow.to(Math.min(1, Math.max(0, share + 0.1 * (random() - 0.5))))
  const bend = flow.bend * (0.85 + 0.3 * random())
  const colour = random() < 0.45 ? look.hair.light : look.hair.dark
  return `<path d="M${from.x.toFixed(1)},${from.y.toFixed(1)} Q${((from.x + to.x) / 2 + bend).toFixed(1)},${(from.y * 0.7 + to.y * 0.3).toFixed(1)} ${to.x.toFixed(1)},${to.y.toFixed(1)}" fill="none" stroke="${colour}" stroke-width="${(flow.width * (0.5 + random())).toFixed(1)}" opacity="${(0.15 + 0.3 * random()).toFixed(2)}"/>`
}
