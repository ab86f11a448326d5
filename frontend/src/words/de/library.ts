import type * as english from '../en/library.ts'
import { count } from './count.ts'

export const welcome: typeof english.welcome = {
  sample: 'Gerade kein Meeting zur Hand? Ein Beispiel ist schon dabei.',
  headline: 'Zeig das Meeting, nicht die ganze Stunde.',
  text: 'Füg einen Fathom-Link ein und du bekommst ein kurzes Video mit Untertiteln, Kapiteln, rundem Sprecherbild und mitlaufendem Transkript, auf einer Seite zum Teilen.',
  steps: [
    { title: 'Link einfügen', text: 'Oder verbinde dein Fathom-Konto, oder zieh eine Datei herein.' },
    { title: 'Wir schneiden die Stille heraus', text: 'Kein Wort geht verloren; jeder Schnitt steht mit Grund in einer Liste.' },
    { title: 'Einen Link teilen', text: 'Sobald das Video fertig ist, bekommst du eine E-Mail.' },
  ],
}

export const add: typeof english.add = {
  asInBrand: 'Wie unter Einstellungen → Marke', title: 'Video erstellen', byLink: 'Link einfügen', linkField: 'Fathom-Link', byFile: 'Datei hochladen', fromAccount: 'Fathom-Konto',
  linkPlaceholder: 'https://fathom.video/share/…', linkHint: 'Ein Freigabe-Link oder der Link zu einem Meeting deines verbundenen Kontos.',
  make: 'Video erstellen', missingLink: 'Füg zuerst einen Fathom-Link ein.',
  added: title => `„${title}“ ist in der Warteschlange.`, alreadyThere: title => `„${title}“ ist schon in deiner Mediathek.`,
  drop: 'Zieh eine Video- oder Audiodatei hierher', dropNow: 'Loslassen zum Hinzufügen', or: 'oder', choose: 'Datei auswählen', changeFile: 'Andere Datei auswählen',
  media: 'Video- oder Audiodatei', transcript: 'Transkript', transcriptHint: 'VTT, SRT, TXT oder JSON. Ohne Transkript gibt es Untertitel nur, wenn die Spracherkennung eingerichtet ist.', chooseTranscript: 'Transkript hinzufügen', removeTranscript: 'Transkript entfernen',
  upload: 'Hochladen und Video erstellen', uploading: 'Wird hochgeladen', uploadProgress: (sent, total) => `${sent} von ${total}`, missingFile: 'Wähl zuerst eine Video- oder Audiodatei aus.',
  options: 'Optionen', videoTitle: 'Titel', titleHint: 'Steht auf der Titelkarte und der Videoseite. Leer: der Titel des Meetings.',
  captions: 'Untertitel', captionsChoices: { sidecar: 'Zuschaltbar', burned: 'Fest im Bild', none: 'Keine' },
  bubble: 'Sprecherbild', bubbleChoices: { auto: 'Gesicht der sprechenden Person', initials: 'Initialen', none: 'Keins' },
  trim: 'Stille und Füllwörter herausschneiden',
}

export const library: typeof english.library = {
  title: 'Mediathek', restricted: 'Nicht für alle offen', listLabel: 'Aufnahmen', count: value => count(value, 'Aufnahme', 'Aufnahmen'),
  watch: 'Ansehen', watchNow: 'Jetzt ansehen', retry: 'Noch einmal versuchen', cancel: 'Abbrechen',
  cancelled: title => `„${title}“ ist abgebrochen.`, requeued: title => `„${title}“ ist wieder in der Warteschlange.`,
  sources: { 'fathom-share': 'Fathom-Link', 'fathom-account': 'Fathom-Konto', 'upload': 'Upload', 'url': 'Link' },
  lengthChange: (before, after) => `${before} → ${after}`,
  lengthSpoken: (before, after) => `vorher ${before}, nachher ${after}`,
}

export const librarySearch: typeof english.librarySearch = {
  field: 'Suche', placeholder: 'Titel, Personen, Schlagwörter und jeden Satz durchsuchen', key: '/', clear: 'Suche leeren', results: 'Suchergebnisse', searching: 'Suche läuft …',
  found: value => `${count(value, 'Aufnahme', 'Aufnahmen')} gefunden`, most: value => `Die besten ${value} Aufnahmen`,
  more: value => count(value, 'weiterer Satz', 'weitere Sätze'), cutAway: 'Nicht im Video', at: time => `Bei ${time}:`, says: name => `${name}:`,
  nothingTitle: 'Nichts gefunden', nothingText: q => `Kein Satz, kein Titel, keine Person und kein Schlagwort passt zu „${q}“. Mit weniger oder kürzeren Wörtern findest du mehr.`,
  filteredText: 'Mit diesen Filtern bleibt nichts übrig. Ohne sie gibt es vielleicht mehr.', failed: 'Die Suche hat nicht funktioniert',
}

export const libraryView: typeof english.libraryView = {
  filters: 'Filtern und sortieren', state: 'Status', anyState: 'Jeder Status', tag: 'Schlagwort', anyTag: 'Alle Schlagwörter', source: 'Quelle', anySource: 'Alle Quellen', tagCount: (tag, value) => `${tag} (${value})`,
  sort: 'Sortieren nach', sorts: { newest: 'Neueste zuerst', title: 'Titel', longest: 'Längste zuerst', views: 'Meiste Aufrufe' }, clear: 'Filter zurücksetzen', showing: (shown, all) => `${shown} von ${all}`,
  noneTitle: 'Hier ist nichts', noneText: 'Keine Aufnahme passt zu diesen Filtern.', showMore: value => `${value} weitere anzeigen`,
  views: value => count(value, 'Aufruf', 'Aufrufe'), comments: value => count(value, 'Kommentar', 'Kommentare'),
}

export const selection: typeof english.selection = {
  select: title => `${title} auswählen`, bar: 'Ausgewählte Aufnahmen', count: value => `${value} ausgewählt`, all: value => `Alle ${value} auswählen`, clear: 'Auswahl aufheben', tags: 'Schlagwörter', bin: 'In den Papierkorb',
}

export const tags: typeof english.tags = {
  title: 'Schlagwörter', edit: 'Schlagwörter …', titleOf: title => `Schlagwörter von „${title}“`, titleMany: value => `Schlagwörter von ${value} Aufnahmen`, add: 'Schlagwort suchen oder hinzufügen', hint: 'Mit der Eingabetaste hinzufügen.',
  addTyped: tag => `„${tag}“ hinzufügen`, none: 'Noch keine Schlagwörter.', save: 'Schlagwörter speichern', saved: value => value === 1 ? 'Die Schlagwörter sind gespeichert.' : `Die Schlagwörter von ${value} Aufnahmen sind gespeichert.`, most: value => `Höchstens ${value} pro Aufnahme.`,
}

export const rename: typeof english.rename = {
  action: 'Umbenennen', field: title => `Neuer Name für ${title}`, done: title => `Die Aufnahme heißt jetzt „${title}“.`,
}

export const bin: typeof english.bin = {
  title: 'Papierkorb', open: 'Papierkorb', text: days => `Was hier liegt, wird nach ${count(days, 'Tag', 'Tagen')} gelöscht. Bis dahin funktioniert der Link nur noch für dich.`, byItself: days => `Aufnahmen, die ${count(days, 'Tag', 'Tage')} lang niemand ändert, kommen von selbst hierher.`, listLabel: 'Aufnahmen im Papierkorb',
  put: title => `„${title}“ liegt im Papierkorb.`, putMany: value => `${count(value, 'Aufnahme liegt', 'Aufnahmen liegen')} im Papierkorb.`, undo: 'Rückgängig', restored: value => value === 1 ? 'Die Aufnahme ist wieder da.' : `${value} Aufnahmen sind wieder da.`,
  move: 'In den Papierkorb', restore: 'Wiederherstellen', restoreOf: title => `${title} wiederherstellen`, restoreAll: 'Alle wiederherstellen', erase: 'Endgültig löschen', eraseOf: title => `${title} endgültig löschen`, empty: 'Papierkorb leeren',
  left: value => value < 1 ? 'Wird heute gelöscht' : `Wird in ${count(value, 'Tag', 'Tagen')} gelöscht`, since: when => `hier abgelegt: ${when}`,
  eraseTitle: 'Endgültig löschen?', eraseText: title => `„${title}“ wird mit Video, Kommentaren und Aufrufen gelöscht. Das lässt sich nicht rückgängig machen.`, emptyTitle: 'Papierkorb leeren?', emptyText: value => `${count(value, 'Aufnahme wird', 'Aufnahmen werden')} mit Video, Kommentaren und Aufrufen gelöscht. Das lässt sich nicht rückgängig machen.`,
  erased: value => count(value, 'Aufnahme ist gelöscht.', 'Aufnahmen sind gelöscht.'), partly: (done, failed, reason) => `${done} erledigt, ${failed} nicht: ${reason}`,
  nothingTitle: 'Der Papierkorb ist leer', nothingText: 'Was du löschst, bleibt hier eine Weile liegen und lässt sich wiederherstellen.', lies: 'Diese Aufnahme liegt im Papierkorb',
}
