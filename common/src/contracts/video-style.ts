import { z } from 'zod'
import { objectKey } from './ids.ts'

/** `#rrggbb`. */
export const colour = z.string().regex(/^#[0-9a-f]{6}$/i)

export const corner = z.enum(['bottom-left', 'bottom-right', 'top-left', 'top-right'])
export type Corner = z.output<typeof corner>

/** How a video looks: a person's brand sets it for new videos, and each video may have it otherwise. */
export const videoStyle = z.object({
  /** `framed`: the picture on a background, with the bubble. `plain`: the meeting picture alone, with nothing drawn over it. */
  look: z.enum(['framed', 'plain']).default('framed'),
  bubble: z.enum(['auto', 'initials', 'none']).default('auto'),
  bubbleCorner: corner.default('bottom-left'),
  bubbleSize: z.enum(['small', 'medium', 'large']).default('medium'),
  captions: z.enum(['sidecar', 'burned', 'none']).default('sidecar'),
  /** Of burned captions: white letters on a dark plate, or with a dark outline. */
  captionStyle: z.enum(['plate', 'outline']).default('plate'),
  captionSize: z.enum(['small', 'medium', 'large']).default('medium'),
  /** The gradient behind the picture, from the top left to the bottom right. Null: the product's own. */
  background: z.object({ from: colour, to: colour }).nullable().default(null),
  /** Bars on the title card and initials of the first speaker. Null: the product's own. */
  accent: colour.nullable().default(null),
  /** The person's logo, where they have one, stands on the title card. */
  logo: z.enum(['on', 'off']).default('on'),
})
export type VideoStyle = z.output<typeof videoStyle>

/** How a speaker is told: `name` as in the transcript. */
export const speakerChange = z.object({
  name: z.string().min(1).max(200),
  shownAs: z.string().trim().min(1).max(100).optional(),
  /** No bubble while this person speaks. */
  isHidden: z.boolean().default(false),
})
export type SpeakerChange = z.output<typeof speakerChange>

/** Where the logo lies: set by the server alone, never by who asks. */
export const logoKey = objectKey.nullable().default(null)
