import { sayInGerman } from '@f2l/common/contracts/error-sentences/de.ts'
import type { MailWords } from './en.ts'

export const de: MailWords = {
  hello: 'Hallo,', helloTo: name => `Hallo ${name},`,
  footer: host => `Verschickt von Fathom-to-Loom, ${host}. Diese Mail enthält kein Tracking.`,
  untitled: 'Deine Aufnahme', chapters: 'Kapitel',
  minutes: value => `${value} Min.`,
  length: after => ended(`Es dauert ${after}`), lengthChange: (before, after) => ended(`Länge: ${before} → ${after}`),
  reason: sayInGerman, unknownReason: 'Bei uns ist etwas schiefgegangen.',

  videoReady: {
    subject: title => `Dein Video ist fertig: ${title}`, preheader: title => `Du kannst „${title}“ jetzt ansehen.`,
    text: 'dein Video ist fertig. Du kannst es jetzt ansehen und teilen.', poster: title => `Ansehen: ${title}`, button: 'Video ansehen', note: 'Alle, die den Link haben, können das Video sehen.',
  },
  videoFailed: {
    subject: title => `Dein Video konnte nicht erstellt werden: ${title}`, text: 'aus dieser Aufnahme konnten wir kein Video machen. Der Grund:',
    help: 'Es ist nichts verloren: Öffne die Aufnahme, sieh nach, was passiert ist, und versuch es noch einmal. Lag es am Link oder an der Datei, füg die Aufnahme mit einem anderen Link oder einer anderen Datei neu hinzu.', button: 'Aufnahme öffnen',
  },
  firstView: {
    subject: (name, title) => `${name ?? 'Jemand'} sieht sich dein Video an: ${title}`, preheader: 'Der erste Aufruf dieses Videos.',
    text: name => `${name ?? 'jemand'} sieht sich gerade dein Video an. Das ist der erste Aufruf; nur über den schreiben wir dir.`, button: 'Nachsehen, wer was gesehen hat', note: 'Deine eigenen Aufrufe zählen nie.',
  },
  verifyEmail: {
    subject: 'Bestätige deine E-Mail-Adresse', preheader: 'Ein Klick, und dein Konto ist bereit.', text: 'bitte bestätige, dass diese Adresse dir gehört. Danach kannst du aus deiner ersten Aufnahme ein Video machen.',
    button: 'Adresse bestätigen', note: 'Du hast dich nicht registriert? Dann musst du nichts tun: Ohne Klick bleibt die Adresse unbestätigt.',
  },
  resetPassword: {
    subject: 'Wähl ein neues Passwort', preheader: 'Jemand hat ein neues Passwort für dein Konto angefordert.',
    text: 'jemand, wahrscheinlich du, hat ein neues Passwort für dein Konto angefordert. Der Link funktioniert einmal und nur für kurze Zeit.', button: 'Neues Passwort wählen', note: 'Das warst du nicht? Dann musst du nichts tun: Dein Passwort bleibt, wie es ist.',
  },
}

/** "41 Min." ends a sentence already. */
const ended = (sentence: string): string => sentence.endsWith('.') ? sentence : `${sentence}.`
