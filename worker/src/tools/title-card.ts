import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { directionOf, escapeHtml, pageHtml, safeColour } from './page-html.ts'
import type { Plate } from './plates.ts'
import { inkOn, letterGround, visibleOn } from './readable-ink.ts'

/** How a person is drawn where there is no face; `initials` null for "and 3 more". */
export interface Person { name: string; initials: string | null; colour: string }

/** The title card: what the meeting is called, when it was, who was there. `logo`: a data URL of a picture. */
export function titleCardPlate({ titleCard, layout }: Pick<EditPlan, 'titleCard' | 'layout'>, people: Person[], logo: string | null = null): Plate {
  return { width: layout.width, height: layout.height, isTransparent: false, html: cardHtml(titleCard, layout, people, logo) }
}

function cardHtml(titleCard: EditPlan['titleCard'], layout: EditPlan['layout'], people: Person[], logo: string | null): string {
  // All sizes hang on the picture's shorter side, so that portrait videos look the same.
  const unit = Math.min(layout.width * 0.5625, layout.height) / 100
  return pageHtml(styleOf(unit, titleCard.title, layout) + logoStyle(unit, logo), `
    <div class="glow one"></div><div class="glow two"></div>
    <main dir="${directionOf(titleCard.title)}">
      ${logo === null ? '' : '<div class="logo"></div>\n      '}<div class="bar"></div>
      <h1 dir="auto">${escapeHtml(titleCard.title)}</h1>
      ${titleCard.subtitle ? `<p class="when"><bdi>${escapeHtml(titleCard.subtitle)}</bdi></p>` : ''}
      <div class="people">${peopleHtml(people)}</div>
    </main>`)
}

function peopleHtml(people: Person[]): string {
  return people.map(({ name, initials, colour }) => {
    const letters = initials === null ? '' : `<i style="${initialsStyle(colour)}">${escapeHtml(initials)}</i>`
    return `<span class="chip${initials === null ? ' more' : ''}">${letters}<b dir="auto">${escapeHtml(name)}</b></span>`
  }).join('')
}

/** Of initials on a person's colour: white letters, but where they could not be read. */
export function initialsStyle(colour: string, background = safeColour(colour, '#3b5bdb')): string {
  const ink = inkOn(safeColour(colour, '#3b5bdb'))
  return `background:${background}${ink === '#fff' ? '' : `;color:${ink}`}`
}

/** A broken picture shows nothing; a data URL of ours holds nothing that could end the rule. */
function logoStyle(unit: number, logo: string | null): string {
  if (logo === null) return ''
  return `
  .logo{width:${unit * 44}px;height:${unit * 11}px;margin-bottom:${unit * 5}px;background:url("${logo}") left center/contain no-repeat}
  main[dir=rtl] .logo{background-position:right center}`
}

function styleOf(unit: number, title: string, layout: EditPlan['layout']): string {
  const size = title.length > 90 ? 5.6 : title.length > 45 ? 7.2 : 9
  const { isDark: dark, ink, background, isStrong } = letterGround(layout)
  const [chip, line] = dark ? ['rgba(255,255,255,.13)', 'rgba(255,255,255,.2)'] : ['rgba(255,255,255,.72)', 'rgba(20,25,45,.10)']
  const bar = layout.accent === undefined ? dark ? '#fff' : '#4f5bd5' : visibleOn(safeColour(layout.accent, '#4f5bd5'), layout)
  return `
  body{background:${background};color:${ink};display:flex;align-items:center}
  .glow{position:absolute;border-radius:50%;filter:blur(${unit * 14}px)}
  .one{width:${unit * 90}px;height:${unit * 90}px;right:-${unit * 22}px;top:-${unit * 38}px;background:${dark ? 'rgba(255,255,255,.12)' : 'rgba(255,255,255,.85)'}}
  .two{width:${unit * 80}px;height:${unit * 80}px;right:-${unit * 6}px;bottom:-${unit * 46}px;background:${dark ? 'rgba(99,102,241,.30)' : 'rgba(99,102,241,.26)'}}
  main{position:relative;padding:0 ${unit * 12}px;width:100%}
  .bar{width:${unit * 9}px;height:${unit * 1.1}px;border-radius:${unit}px;background:${bar};margin-bottom:${unit * 5}px}
  h1{font-weight:700;font-size:${unit * size}px;line-height:1.12;letter-spacing:-.022em;max-width:100%;overflow-wrap:anywhere;
     display:-webkit-box;-webkit-line-clamp:4;-webkit-box-orient:vertical;overflow:hidden;padding:.2em 0 .3em;margin:-.2em 0 -.22em;text-wrap:balance}
  .when{font-weight:500;font-size:${unit * 3.5}px;opacity:${isStrong ? '.72' : '.94'};margin-top:${unit * 3}px;overflow-wrap:anywhere}
  .people{display:flex;flex-wrap:wrap;gap:${unit * 1.8}px;margin-top:${unit * 6}px}
  .chip{display:inline-flex;align-items:center;gap:${unit * 1.4}px;padding:${unit * 0.9}px;padding-inline-end:${unit * 2.4}px;border-radius:99px;background:${chip};border:1px solid ${line};max-width:100%}
  .chip i{font-style:normal;font-weight:700;font-size:${unit * 2}px;width:${unit * 5}px;height:${unit * 5}px;border-radius:50%;display:grid;place-items:center;flex:none;color:#fff}
  .chip b{font-weight:500;font-size:${unit * 2.9}px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:${unit * 60}px}
  .more{padding-inline-start:${unit * 2.4}px}.more b{line-height:${unit * 5}px}`
}
