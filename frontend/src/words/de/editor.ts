import type * as english from '../en/editor.ts'
import { count } from './count.ts'

export const editor: typeof english.editor = {
  title: recording => `${recording} bearbeiten`, heading: 'Bearbeiten', back: 'Zurück zur Aufnahme',
  notReadyTitle: 'Noch gibt es nichts zu bearbeiten', notReadyText: 'Sobald das Video fertig ist, kannst du hier sein Transkript bearbeiten.',
  binned: 'Diese Aufnahme liegt im Papierkorb. Hol sie heraus, um Änderungen zu speichern.',
  sourceGone: 'Was kein neues Video braucht, lässt sich trotzdem ändern, zum Beispiel die Kapitel.', previewGone: 'Hier gibt es nichts abzuspielen: Die Aufnahme wird nicht mehr aufbewahrt.',
  draftBack: 'Deine ungespeicherten Änderungen sind wieder da.', draftPartly: 'Diese Aufnahme wurde inzwischen woanders geändert. Was du an denselben Stellen geändert hattest, ist verworfen, der Rest ist hier.',
  discard: 'Verwerfen', discarded: 'Die Änderungen sind verworfen.',

  transcript: 'Transkript', transcriptRole: 'Transkript-Editor', noTranscript: 'Niemand hat aufgeschrieben, was hier gesagt wird. Die Schnitte kannst du trotzdem abspielen und zurücknehmen.',
  keys: 'Tasten', keysTitle: 'Tasten im Transkript',
  keysText: 'Pfeiltasten bewegen, Umschalt wählt aus, Entf schneidet heraus, Enter nimmt einen Schnitt zurück, Leertaste spielt ab.',
  keyList: [
    ['← → ↑ ↓', 'durch die Wörter gehen'], ['Umschalt + Pfeile', 'auswählen'], ['Entf, Rücktaste', 'Ausgewähltes herausschneiden'], ['Enter', 'einen Schnitt zurücknehmen oder wieder schneiden'], ['Leertaste', 'ab hier abspielen oder anhalten'],
    ['P', 'den Schnitt abspielen, mit dem, was um ihn herum ist'], ['[ ]', 'zum Schnitt davor oder danach'], ['Pos1, Ende', 'Anfang oder Ende der Zeile, mit Strg des Ganzen'], ['Strg + Z', 'rückgängig'], ['Strg + Umschalt + Z, Strg + Y', 'wiederholen'],
  ],
  unknownSpeaker: 'Person', playFrom: time => `Ab ${time} abspielen`, chapterHere: title => `Kapitel: ${title}`,
  reasons: { 'silence': 'Stille', 'filler': 'Füllwort', 'manual': 'Von Hand', 'left-out': 'Weggelassen' }, takenBack: 'Zurückgenommen',
  gapName: (reason, length, isBack) => isBack ? `${reason}, ${length}, zurückgenommen` : `${reason}, ${length}, herausgeschnitten`,
  tools: 'Was mit dieser Stelle geschehen soll', cut: 'Herausschneiden', putBack: 'Zurückholen', cutAgain: 'Wieder schneiden', playCut: 'Schnitt abspielen', playHere: 'Ab hier abspielen',
  chosen: (words, length) => `${count(words, 'Wort', 'Wörter')} · ${length}`,
  saidCut: (words, length) => words === 0 ? `Herausgeschnitten: ${length}` : `Herausgeschnitten: ${count(words, 'Wort', 'Wörter')}, ${length}`, saidBack: 'Zurückgeholt', saidAgain: 'Wieder geschnitten', saidNothing: 'Hier gibt es nichts zu schneiden',
  saidWord: (word, reason) => reason === null ? word : `${word}, herausgeschnitten: ${reason}`,

  preview: 'Vorschau', previewText: 'Die Aufnahme ohne das, was dieser Entwurf herausschneidet', play: 'Abspielen', pause: 'Anhalten', position: 'Stelle in der Aufnahme', positionText: (at, of) => `${at} von ${of}`, speed: 'Tempo', speedValue: speed => `${speed.toLocaleString('de')}×`,
  previewFailed: 'Dein Browser kann diese Aufnahme in ihrem eigenen Format nicht abspielen. Bearbeiten kannst du sie trotzdem.',

  panel: 'Was am Video geändert werden soll', tabs: { video: 'Video', chapters: 'Kapitel', speakers: 'Personen', look: 'Aussehen' },
  length: 'Länge', lengths: { 'tight': 'Kompakt', 'full': 'Vollständig', 'catch-up': 'Kurzfassung' }, lengthTexts: { 'tight': 'Stille und Füllwörter sind heraus.', 'full': 'Heraus ist nur, was du von Hand herausschneidest.', 'catch-up': 'Etwa zwei Minuten von dem, was am wichtigsten ist.' },
  results: (video, source) => `${video} von ${source}`, resultUnknown: source => `von ${source}; wie lang es wird, zeigt sich, wenn es entstanden ist`, resultLabel: 'Das Video hat dann',
  videoTitle: 'Titel', videoTitleHint: 'Auf der Videoseite, in der Mediathek und auf der Titelkarte.', missingTitle: 'Das Video braucht einen Titel.',

  chaptersText: 'Sie bleiben an ihrem Platz, was auch immer herausgeschnitten wird.', chaptersFound: 'Diese haben wir gefunden. Ändere eines, und es sind deine.', chaptersOwn: 'Diese sind deine.', findAgain: 'Wieder die nehmen, die wir gefunden haben',
  addChapter: time => `Bei ${time} hinzufügen`, newChapter: 'Neues Kapitel', chapterTitle: time => `Titel des Kapitels bei ${time}`, moveChapter: (title, time) => `„${title}“ nach ${time} verschieben`, removeChapter: title => `Kapitel „${title}“ entfernen`,
  chapterTaken: 'Dort beginnt schon ein Kapitel.', missingChapter: 'Jedes Kapitel braucht einen Titel.', noChapters: 'Es gibt keine Kapitel.', showChapter: (title, time) => `${time}, „${title}“ zeigen`,

  speakersText: 'Ein Name ändert sich überall: in Untertiteln, Transkript, Sprecherbild und auf der Titelkarte.', shownAs: name => `Name von ${name}`, inTranscript: name => `Im Transkript: ${name}`, hideSpeaker: 'Kein Sprecherbild, während diese Person spricht', noSpeakers: 'Das Transkript nennt niemanden.',

  frame: 'So wird es aussehen', frameOf: time => `Ein Bild des Videos bei ${time}, gezeichnet, wie es sein wird`, frameOfCard: 'Die Titelkarte, gezeichnet, wie sie sein wird', frameAt: time => `Bei ${time}`, frameCard: 'Titelkarte', frameDrawing: 'Wird gezeichnet …', frameNone: 'Das Bild wird gleich gezeichnet.',
  logo: 'Dein Logo auf der Titelkarte', noLogo: 'Du hast noch kein Logo.',

  save: 'Speichern', undo: 'Rückgängig', redo: 'Wiederholen', saveBar: 'Änderungen speichern',
  nothingChanged: 'Noch ist nichts geändert.', looking: 'Wird geprüft, was sich ändert …', unknownForecast: 'Was es braucht, ist gerade nicht bekannt.',
  atOnce: 'Ist sofort gespeichert, nichts entsteht neu.', madeAgain: (pieces, time) => `Das Video entsteht neu${pieces || time ? ': ' : ''}${[pieces, time].filter(Boolean).join(', ')}.`,
  pieces: (made, all) => `${made} von ${count(all, 'Stück', 'Stücken')}`, about: time => `etwa ${time}`, linkStays: 'Link, Kommentare und Aufrufe bleiben.',
  inTheWorks: 'Eine neue Fassung entsteht gerade. Bereite inzwischen die nächsten Änderungen vor; speichern kannst du sie, wenn sie da ist.', nothingLeft: 'Vom Video bliebe nichts übrig.', tooMany: 'Das sind mehr Änderungen, als sich auf einmal speichern lassen.',
  saved: 'Gespeichert.', savedAndMade: 'Gespeichert. Die neue Fassung ist in der Warteschlange.', notSaved: reason => `Nicht gespeichert: ${reason} Deine Änderungen sind noch da.`,
  leaveTitle: 'Ohne Speichern gehen?', leaveText: 'Deine Änderungen bleiben in diesem Browser und sind da, wenn du zurückkommst, aber das Video hat sie nicht.', leave: 'Gehen', stay: 'Bleiben',
}
