import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'

/** Words of Settings → Brand. */
export const brand = {
  title: 'Brand', text: 'How your new videos look. Each recording may have it otherwise; videos that are there stay as they are.',
  saving: 'Saving…', saved: 'Saved', notSaved: 'Not saved',
  sketch: 'Sketch', sketchHint: 'A sketch: places, sizes and colours are those of the video; the people are made up.',
  sketchCard: 'Title card', sketchPicture: 'Meeting', sampleTitle: 'Weekly planning', samplePeople: ['Ada Lovelace', 'Ben Okri'] as const, sampleInitials: ['AL', 'BO'] as const, sampleCaption: 'Let us begin with the numbers.',

  look: 'Look', lookChoices: { framed: 'On a background', plain: 'Meeting picture alone' } satisfies Record<VideoStyle['look'], string>,
  lookHint: 'The meeting picture alone has no bubble, and the background on its title card only.',

  colours: 'Colours', background: 'Background', accent: 'Accent', accentHint: 'The bar on the title card and the initials of whoever speaks first.',
  own: 'Own colours', ownOne: 'Own colour', from: 'Top left', to: 'Bottom right', accentColour: 'Accent colour',
  backgrounds: { product: 'Mist', night: 'Night', violet: 'Violet', forest: 'Forest', sand: 'Sand', rose: 'Rose', graphite: 'Graphite' },
  accents: { product: 'Indigo', teal: 'Teal', pink: 'Pink', amber: 'Amber', green: 'Green', ink: 'Ink' },
  paleLetters: 'Letters would be hard to read on this background, so the title card gets a veil over it. Two dark or two light colours look better.',
  paleInitials: 'White initials would be hard to read on this accent, so they are drawn dark.',
  paleBar: 'The accent is hard to tell from this background, so the bar has the colour of the letters.',

  bubble: 'Speaker bubble', bubbleShows: 'It shows', bubbleChoices: { auto: 'Face of the speaker', initials: 'Initials', none: 'No bubble' } satisfies Record<VideoStyle['bubble'], string>,
  corner: 'Corner', cornerChoices: { 'top-left': 'Top left', 'top-right': 'Top right', 'bottom-left': 'Bottom left', 'bottom-right': 'Bottom right' } satisfies Record<VideoStyle['bubbleCorner'], string>,
  size: 'Size', sizeChoices: { small: 'Small', medium: 'Medium', large: 'Large' } satisfies Record<VideoStyle['bubbleSize'], string>,

  captions: 'Captions', captionsAre: 'They are', captionsChoices: { sidecar: 'Switched on by viewers', burned: 'Burnt into the picture', none: 'Left out' } satisfies Record<VideoStyle['captions'], string>,
  captionSize: 'Size of the letters', captionStyle: 'Letters', captionStyleChoices: { plate: 'On a dark plate', outline: 'With a dark outline' } satisfies Record<VideoStyle['captionStyle'], string>,

  logo: 'Logo', logoText: 'Stands on the title card. PNG, JPEG or WebP; a clear background stays clear.', chooseLogo: 'Choose a picture', replaceLogo: 'Replace', removeLogo: 'Remove',
  logoIsOn: 'Show it on new videos', yourLogo: 'Your logo', logoSaved: 'Your logo is saved.', logoRemoved: 'Your logo is removed.',
  notAPicture: 'This is no PNG, JPEG or WebP picture that your browser can read.', logoTooLarge: 'This file is too large: at most 20 MB are read.',
}
