import type * as english from '../en/app.ts'

export const nav: typeof english.nav = {
  main: 'Hauptmenü', library: 'Mediathek', queue: 'Warteschlange', outbox: 'Postausgang', fathom: 'Fathom-Konto', settings: 'Einstellungen',
  account: 'Kontomenü', logOut: 'Abmelden', unsavedTitle: 'Abmelden und ungespeicherte Änderungen verlieren?', unsavedText: 'Was du an einer Aufnahme geändert und nicht gespeichert hast, liegt nur in diesem Browser und geht mit dem Abmelden verloren.', logOutAnyway: 'Abmelden', signedInAs: 'Angemeldet als',
}

export const unverified: typeof english.unverified = {
  text: email => `Bitte bestätige deine E-Mail-Adresse ${email}: Wir haben dir einen Link geschickt.`,
  outboxText: 'Bitte bestätige deine E-Mail-Adresse. Hier ist kein Mailserver eingerichtet, deine Mails liegen deshalb im Postausgang.',
  toOutbox: 'Postausgang öffnen',
}

export const account: typeof english.account = {
  email: 'E-Mail', password: 'Passwort', name: 'Name', newPassword: 'Neues Passwort',
  passwordHint: 'Mindestens 8 Zeichen.',
  logInTitle: 'Anmelden', logIn: 'Anmelden', registerTitle: 'Konto anlegen', register: 'Konto anlegen',
  noAccount: 'Neu hier?', haveAccount: 'Du hast schon ein Konto?', forgotLink: 'Passwort vergessen?',
  invalidEmail: 'Gib eine E-Mail-Adresse wie name@example.com ein.', shortPassword: 'Das Passwort braucht mindestens 8 Zeichen.',
  longPassword: 'Das Passwort darf höchstens 71 Zeichen lang sein.', missingPassword: 'Gib dein Passwort ein.',
  checkMailTitle: 'Schau in dein Postfach', checkMailText: email => `Wir haben einen Link an ${email} geschickt. Öffne ihn, um deine Adresse zu bestätigen, und melde dich dann an.`,
  verifyTitle: 'E-Mail-Adresse bestätigen', verifying: 'Deine Adresse wird bestätigt …',
  verifiedTitle: 'Deine Adresse ist bestätigt', verifiedText: 'Danke! Alles ist bereit für dein erstes Video.', continue: 'Weiter',
  verifyFailedTitle: 'Dieser Link hat nicht funktioniert', verifyFailedText: 'Melde dich an. Falls deine Adresse noch bestätigt werden muss, bekommst du einen neuen.', missingToken: 'Der Link ist unvollständig. Öffne ihn noch einmal aus der Mail.',
  forgotTitle: 'Passwort zurücksetzen', forgotText: 'Sag uns deine E-Mail-Adresse, und wir schicken dir einen Link, mit dem du ein neues Passwort wählst.',
  forgotSend: 'Link schicken', forgotSentText: email => `Wenn es ein Konto für ${email} gibt, ist ein Link für ein neues Passwort unterwegs.`,
  askForLink: 'Neuen Link anfordern', resetTitle: 'Neues Passwort wählen', reset: 'Neues Passwort speichern', resetDoneTitle: 'Dein Passwort ist geändert', resetDoneText: 'Du kannst dich jetzt damit anmelden.',
  backToLogIn: 'Zurück zur Anmeldung',
}
