import type * as english from '../en/brand.ts'

export const brand: typeof english.brand = {
  title: 'Marke', text: 'Wie deine neuen Videos aussehen. Jede Aufnahme kann es anders haben; Videos, die es schon gibt, bleiben, wie sie sind.',
  saving: 'Wird gespeichert …', saved: 'Gespeichert', notSaved: 'Nicht gespeichert',
  sketch: 'Skizze', sketchHint: 'Eine Skizze: Plätze, Größen und Farben sind die des Videos, die Leute sind erfunden.',
  sketchCard: 'Titelkarte', sketchPicture: 'Meeting', sampleTitle: 'Wochenplanung', samplePeople: ['Ada Lovelace', 'Ben Okri'], sampleInitials: ['AL', 'BO'], sampleCaption: 'Fangen wir mit den Zahlen an.',

  look: 'Aussehen', lookChoices: { framed: 'Auf einem Hintergrund', plain: 'Nur das Meeting-Bild' },
  lookHint: 'Das Meeting-Bild allein hat kein Sprecherbild und den Hintergrund nur auf der Titelkarte.',

  colours: 'Farben', background: 'Hintergrund', accent: 'Akzent', accentHint: 'Der Balken auf der Titelkarte und die Initialen der Person, die zuerst spricht.',
  own: 'Eigene Farben', ownOne: 'Eigene Farbe', from: 'Oben links', to: 'Unten rechts', accentColour: 'Akzentfarbe',
  backgrounds: { product: 'Nebel', night: 'Nacht', violet: 'Violett', forest: 'Wald', sand: 'Sand', rose: 'Rosé', graphite: 'Graphit' },
  accents: { product: 'Indigo', teal: 'Petrol', pink: 'Pink', amber: 'Bernstein', green: 'Grün', ink: 'Tinte' },
  paleLetters: 'Buchstaben wären auf diesem Hintergrund schwer zu lesen, darum bekommt die Titelkarte einen Schleier. Zwei dunkle oder zwei helle Farben sehen besser aus.',
  paleInitials: 'Weiße Initialen wären auf diesem Akzent schwer zu lesen, darum werden sie dunkel gezeichnet.',
  paleBar: 'Der Akzent hebt sich von diesem Hintergrund kaum ab, darum hat der Balken die Farbe der Buchstaben.',

  bubble: 'Sprecherbild', bubbleShows: 'Es zeigt', bubbleChoices: { auto: 'Gesicht der Person, die spricht', initials: 'Initialen', none: 'Kein Sprecherbild' },
  corner: 'Ecke', cornerChoices: { 'top-left': 'Oben links', 'top-right': 'Oben rechts', 'bottom-left': 'Unten links', 'bottom-right': 'Unten rechts' },
  size: 'Größe', sizeChoices: { small: 'Klein', medium: 'Mittel', large: 'Groß' },

  captions: 'Untertitel', captionsAre: 'Sie sind', captionsChoices: { sidecar: 'Von Zuschauern einschaltbar', burned: 'Fest im Bild', none: 'Weggelassen' },
  captionSize: 'Größe der Buchstaben', captionStyle: 'Buchstaben', captionStyleChoices: { plate: 'Auf dunkler Fläche', outline: 'Mit dunklem Rand' },

  logo: 'Logo', logoText: 'Steht auf der Titelkarte. PNG, JPEG oder WebP; ein durchsichtiger Hintergrund bleibt durchsichtig.', chooseLogo: 'Bild auswählen', replaceLogo: 'Ersetzen', removeLogo: 'Entfernen',
  logoIsOn: 'Auf neuen Videos zeigen', yourLogo: 'Dein Logo', logoSaved: 'Dein Logo ist gespeichert.', logoRemoved: 'Dein Logo ist entfernt.',
  notAPicture: 'Das ist kein PNG-, JPEG- oder WebP-Bild, das dein Browser lesen kann.', logoTooLarge: 'Diese Datei ist zu groß: Gelesen werden höchstens 20 MB.',
}
