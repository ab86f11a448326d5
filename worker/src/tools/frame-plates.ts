import type { Layout } from '@f2l/common/contracts/edit-plan.ts'
import { escapeHtml, pageHtml, safeColour } from './page-html.ts'
import type { DrawnPlate, Plate } from './plates.ts'
import { backgroundOf, inkOn, letterGround } from './readable-ink.ts'
import { initialsStyle, type Person } from './title-card.ts'

/** The drawn parts of a picture with a source video. */
export interface FramePlates {
  /** Absent when the picture fills the output. */
  canvas?: DrawnPlate
  /** Top left, top right, bottom left, bottom right; none where the picture's corners are square. */
  corners: DrawnPlate[]
  ring?: DrawnPlate
  bubbleMask?: DrawnPlate
  /** By `avatarKey`. */
  avatars: Map<string, DrawnPlate>
  /** By speaker. */
  names: Map<string, DrawnPlate>
}

export function avatarKey(text: string, colour: string): string {
  return `${text}\n${colour}`
}

/** The soft background with the shadow of the picture that will lie on it. */
export function canvasPlate(layout: Layout): Plate {
  return {
    width: layout.width, height: layout.height, isTransparent: false,
    html: pageHtml(`body{background:${backgroundOf(layout)}}${shadowStyle(layout)}`, '<div class="picture"></div>'),
  }
}

/** Pieces of the canvas that lie over the picture's four corners and leave its rounded part free, in reading order. */
export function cornerPlates(layout: Layout): Plate[] {
  const { picture: { x, y, width, height }, cornerRadius: radius } = layout
  const size = evenAtLeast(radius, 2)
  return [[0, 0], [1, 0], [0, 1], [1, 1]].map(([right, low]) => {
    const left = right === 0 ? x : x + width - size
    const top = low === 0 ? y : y + height - size
    return {
      width: size, height: size, isTransparent: true,
      html: pageHtml(`.hole{position:absolute;inset:0;overflow:hidden;mask:radial-gradient(circle at ${right === 0 ? radius : size - radius}px ${low === 0 ? radius : size - radius}px,transparent ${radius - 0.5}px,#000 ${radius + 0.5}px)}
        .canvas{position:absolute;left:${-left}px;top:${-top}px;width:${layout.width}px;height:${layout.height}px;background:${backgroundOf(layout)}}${shadowStyle(layout)}`,
      '<div class="hole"><div class="canvas"><div class="picture"></div></div></div>'),
    }
  })
}

function shadowStyle({ picture: { x, y, width, height }, cornerRadius, height: whole }: Layout): string {
  return `.picture{position:absolute;left:${x}px;top:${y}px;width:${width}px;height:${height}px;border-radius:${cornerRadius}px;box-shadow:0 ${whole / 60}px ${whole / 18}px rgba(0,0,0,.38),0 2px 6px rgba(0,0,0,.3)}`
}

/** White where the bubble shows, black around it. */
export function bubbleMaskPlate(diameter: number): Plate {
  return {
    width: diameter, height: diameter, isTransparent: false,
    html: pageHtml('body{background:#000}div{width:100%;height:100%;background:#fff;border-radius:50%}', '<div></div>'),
  }
}

/** The bubble's edge: a white ring over the round picture, clear inside. */
export function ringPlate(diameter: number): Plate {
  const width = ringWidth(diameter)
  return {
    width: diameter, height: diameter, isTransparent: true,
    html: pageHtml(`div{width:100%;height:100%;border-radius:50%;border:${width}px solid #fff;box-shadow:inset 0 0 ${width * 2}px rgba(0,0,0,.25)}`, '<div></div>'),
  }
}

/** A person without a camera: initials in the bubble. */
export function avatarPlate(diameter: number, text: string, colour: string): Plate {
  const base = safeColour(colour, '#3b5bdb')
  return {
    width: diameter, height: diameter, isTransparent: true,
    html: pageHtml(`div{width:100%;height:100%;border-radius:50%;border:${ringWidth(diameter)}px solid #fff;background:radial-gradient(circle at 32% 24%, rgba(255,255,255,.28), transparent 60%), ${base};
      color:${inkOn(base)};font-weight:600;font-size:${diameter * 0.36}px;letter-spacing:.01em;display:grid;place-items:center}`, `<div>${escapeHtml(text)}</div>`),
  }
}

/** The name below the bubble, as a small pill. */
export function namePlate(diameter: number, name: string): Plate {
  const height = evenAtLeast(diameter * 0.17, 22)
  return {
    width: evenAtLeast(diameter * 1.2, 60), height, isTransparent: true,
    html: pageHtml(`body{display:grid;place-items:center}
      div{max-width:100%;height:100%;padding:0 ${height * 0.5}px;border-radius:99px;background:rgba(15,15,30,.82);color:#fff;font-weight:600;font-size:${height * 0.58}px;line-height:${height}px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}`,
    `<div dir="auto">${escapeHtml(name)}</div>`),
  }
}

/** What a meeting without a picture shows while `current` speaks: everybody's avatar, the speaker's one alight. */
export function stagePlate(layout: Layout, { title, subtitle }: { title: string; subtitle: string }, people: Person[], current: string | null): Plate {
  const unit = Math.min(layout.width * 0.5625, layout.height) / 100
  const shown = people.slice(0, mostSeats)
  const speaking = people.find(person => person.name === current)
  if (speaking && !shown.includes(speaking)) shown[mostSeats - 1] = speaking
  return {
    width: layout.width, height: layout.height, isTransparent: false,
    html: pageHtml(stageStyle(unit, layout, shown.length), `
      <div class="glow"></div>
      <header><h1 dir="auto">${escapeHtml(title)}</h1><p dir="auto">${escapeHtml(subtitle)}</p></header>
      <section>${shown.map(person => seatHtml(person, person === speaking)).join('')}</section>`),
  }
}

const mostSeats = 8

/** Where the moving sound wave goes on the stage: even numbers, below the people. */
export function waveBox(layout: Layout): { x: number; y: number; width: number; height: number } {
  const width = evenAtLeast(layout.width * 0.5, 2)
  const height = evenAtLeast(layout.height * 0.1, 2)
  return { width, height, x: evenAtLeast((layout.width - width) / 2, 0), y: evenAtLeast(layout.height * 0.83, 0) }
}

function seatHtml({ name, initials, colour }: Person, isSpeaking: boolean): string {
  const background = `radial-gradient(circle at 32% 24%, rgba(255,255,255,.28), transparent 60%), ${safeColour(colour, '#3b5bdb')}`
  return `<div class="seat${isSpeaking ? ' on' : ''}"><i style="${initialsStyle(colour, background)}">${escapeHtml(initials ?? '')}</i><b dir="auto">${escapeHtml(name)}</b></div>`
}

function stageStyle(unit: number, layout: Layout, seats: number): string {
  const size = seats <= 1 ? 36 : seats <= 4 ? 25 : 17
  const { background, ink } = letterGround(layout)
  return `
  body{background:${background};color:${ink}}
  .glow{position:absolute;width:${unit * 110}px;height:${unit * 110}px;border-radius:50%;left:50%;top:46%;transform:translate(-50%,-50%);background:rgba(255,255,255,.10);filter:blur(${unit * 16}px)}
  header{position:absolute;left:${unit * 8}px;right:${unit * 8}px;top:${unit * 7}px;text-align:center}
  h1{font-weight:600;font-size:${unit * 4.4}px;letter-spacing:-.015em;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;padding-bottom:.1em}
  p{font-weight:500;font-size:${unit * 2.7}px;opacity:.7;margin-top:${unit}px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
  section{position:absolute;left:${unit * 6}px;right:${unit * 6}px;top:${unit * 20}px;bottom:${unit * 20}px;display:flex;flex-wrap:wrap;gap:${unit * 3.5}px ${unit * 6}px;align-content:center;justify-content:center}
  .seat{width:${unit * size * 1.25}px;text-align:center;opacity:.55}
  .seat i{font-style:normal;font-weight:600;font-size:${unit * size * 0.36}px;width:${unit * size}px;height:${unit * size}px;border-radius:50%;color:#fff;display:grid;place-items:center;margin:0 auto;transform:scale(.9)}
  .seat b{display:block;font-weight:500;font-size:${unit * 3}px;margin-top:${unit * 2}px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
  .on{opacity:1}.on i{transform:none;box-shadow:0 0 0 ${unit * 0.8}px #fff,0 0 ${unit * 7}px ${unit * 1.5}px rgba(255,255,255,.38)}.on b{font-weight:700}`
}

function ringWidth(diameter: number): number {
  return Math.max(2, Math.round(diameter * 0.022))
}

function evenAtLeast(value: number, least: number): number {
  return Math.max(least, 2 * Math.round(value / 2))
}
