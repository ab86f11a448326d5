import type * as english from '../en/comments.ts'
import { count } from './count.ts'

export const comments: typeof english.comments = {
  write: 'Kommentar schreiben', placeholder: 'Schreib einen Kommentar …', send: 'Kommentieren', sendKeys: 'Strg oder Cmd + Enter', said: 'Dein Kommentar ist da.',
  place: 'Stelle des Kommentars', wholeVideo: 'Ganzes Video', missingText: 'Schreib zuerst etwas.',
  yourName: 'Dein Name', missingName: 'Sag zuerst, wie du heißt.', as: name => `als ${name}`, changeName: name => `Du schreibst als ${name}. Namen ändern`,
  answer: 'Antworten', answerTo: name => `${name} antworten`, answerPlaceholder: 'Schreib eine Antwort …', answersTo: name => `Antworten an ${name}`,
  edit: 'Bearbeiten', editOf: name => `Kommentar von ${name} bearbeiten`, save: 'Speichern', edited: 'bearbeitet', departed: 'Gelöschtes Konto', deleteOf: name => `Kommentar von ${name} löschen`,
  resolve: 'Abhaken', resolveOf: name => `Thread von ${name} als erledigt markieren`, resolved: 'Erledigt', reopen: 'Wieder öffnen', fold: 'Ausblenden',
  unfold: value => `${count(value, 'Kommentar', 'Kommentare')} anzeigen`, owner: 'Besitzer',
  deleted: 'Der Kommentar ist gelöscht.', undo: 'Rückgängig', arrived: value => count(value, 'neuer Kommentar', 'neue Kommentare'),
  emptyTitle: 'Sag etwas zu diesem Video', emptyText: 'Stell eine Frage oder hinterlass eine Notiz, genau an der Stelle, um die es geht. Alle, die den Link haben, sehen sie.',
  oldTitle: 'Dieses Video wurde neu erstellt', oldText: 'Die Zeiten haben sich geändert. Lade die Seite neu, um die neue Fassung zu sehen; was du geschrieben hast, bleibt.', reload: 'Neu laden',
  withMore: (name, more) => `${name} und ${more} weitere`,
  reactions: 'Reaktionen', react: name => `Mit ${name} reagieren`, reacted: (emoji, time) => `${emoji} bei ${time}`, undoReaction: 'Reaktion zurücknehmen',
  emojiNames: { '👍': 'Daumen hoch', '❤️': 'Herz', '😂': 'Lachen', '🎉': 'Feiern', '🤔': 'Nachdenken', '👏': 'Applaus' },
  emojiCount: (emoji, value) => value > 1 ? `${emoji} ${value}` : emoji,
}
