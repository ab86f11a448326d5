import type * as english from '../en/sharing.ts'
import { count } from './count.ts'

export const sharing: typeof english.sharing = {
  share: 'Teilen', title: 'Dieses Video teilen', saving: 'Wird gespeichert …', saved: 'Gespeichert',
  link: 'Link', newLink: 'Neuer Link', newLinkTitle: 'Neuen Link erstellen?', newLinkText: 'Der Link, den du verschickt hast, funktioniert ab sofort für niemanden mehr, eingebettete Player auch nicht. Für den neuen gelten dieselben Regeln.', newLinkDone: 'Der neue Link ist da; der alte funktioniert nicht mehr.',
  audience: 'Wer das Video sehen darf', audiences: {
    link: ['Alle mit dem Link', 'Niemand muss sich anmelden.'], people: ['Nur bestimmte Personen', 'Sie melden sich mit einer bestätigten Adresse an.'], owner: ['Nur ich', 'Der Link ist ausgeschaltet.'],
  },
  people: 'E-Mail-Adressen', peopleHint: 'Mit der Eingabetaste hinzufügen. Du kannst mehrere auf einmal einfügen.', noPeople: 'Noch steht niemand auf der Liste: Nur du kannst das Video sehen.', tooManyPeople: 'Mehr als 200 Personen gehen nicht.',
  addPerson: 'Hinzufügen', removePerson: address => `${address} entfernen`, personAdded: addresses => `Hinzugefügt: ${addresses}`, personRemoved: address => `Entfernt: ${address}`,
  notAnAddress: text => `„${text}“ ist keine E-Mail-Adresse.`,
  anybodyConfirms: 'Hier ist kein Mailserver eingerichtet. Darum kann sich jeder mit jeder Adresse registrieren und sie bestätigen. Was vertraulich bleiben soll, braucht zusätzlich ein Passwort.',
  password: 'Passwort', passwordOn: 'Das Passwort wird abgefragt.', passwordOff: 'Es wird kein Passwort abgefragt.', setPassword: 'Passwort festlegen', changePassword: 'Ändern', removePassword: 'Entfernen',
  newPassword: 'Passwort für den Link', passwordHint: 'Mindestens 4 Zeichen. Es wird nicht wieder angezeigt. Wer ein altes kannte, muss das neue eingeben.', shortPassword: 'Das Passwort braucht mindestens 4 Zeichen.', save: 'Speichern',
  expiry: 'Ablauf', never: 'Nie', afterDays: days => count(days, 'Tag', 'Tage'), expiresAt: 'Läuft ab am', worksAlways: 'Der Link funktioniert, bis du ihn ausschaltest.', worksUntil: when => `Der Link funktioniert bis ${when}.`,
  hasExpired: when => `Der Link ist abgelaufen (${when}).`, inThePast: 'Wähl einen Zeitpunkt in der Zukunft.',
  viewers: 'Zuschauer', allowDownload: 'Zuschauer dürfen das Video herunterladen', allowComments: 'Zuschauer dürfen kommentieren und reagieren',
  callToAction: 'Button neben dem Video', callToActionHint: 'Steht neben dem Titel und am Ende über dem Video.', buttonText: 'Text', buttonTextExample: 'Termin buchen', buttonLink: 'Link', buttonColour: 'Farbe', preview: 'Vorschau', removeButton: 'Button entfernen',
  missingText: 'Gib ein, was auf dem Button steht.', notALink: 'Gib eine Webadresse wie https://example.com ein.',
  embed: 'Einbetten', embedHint: 'Für deine eigene Website. Für den Player gelten die Regeln von oben.', embedCode: 'Code', copyCode: 'Code kopieren', embedNeedsHttps: 'Mit Passwort funktioniert der Player auf anderen Websites nur über https.',
}
