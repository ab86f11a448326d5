import type * as english from '../en/draft.ts'

export const draft: typeof english.draft = {
  note: 'Das ist die Aufnahme selbst; was herausgeschnitten ist, wird übersprungen.', ready: duration => `In etwa ${duration} übernimmt das fertige Video.`, readySoon: 'Das fertige Video übernimmt von selbst.',
  waitingTitle: title => `${title} wird gerade erstellt`, waitingText: 'Sobald es etwas zu sehen gibt, geht es hier von selbst weiter.',
  unplayable: 'Dein Browser kann das Format der Aufnahme nicht abspielen. Das fertige Video erscheint, sobald es da ist.',
  failedText: 'Dieses Video konnte noch nicht erstellt werden. Wer den Link geschickt hat, kann es noch einmal starten.', progress: 'Fortschritt',
}
