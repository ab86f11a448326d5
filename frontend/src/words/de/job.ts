import type * as english from '../en/job.ts'
import { count } from './count.ts'

export const states: typeof english.states = {
  queued: 'In der Warteschlange', processing: 'In Arbeit', ready: 'Fertig', failed: 'Fehlgeschlagen', cancelled: 'Abgebrochen',
}

export const job: typeof english.job = {
  progress: title => `Fortschritt von ${title}`,
  stages: {
    ingest: 'Aufnahme wird geholt', probe: 'Datei wird untersucht', transcript: 'Transkript wird gelesen oder geschrieben', analyse: 'Sprache wird gesucht',
    plan: 'Schnitte werden ausgewählt', render: 'Video wird erstellt', package: 'Untertitel und Vorschaubild kommen dazu', verify: 'Ergebnis wird geprüft',
  },
  starting: 'Startet', waiting: 'Wartet', next: 'Als Nächstes dran', place: place => `Platz ${place} in der Schlange`,
  retryAt: when => `Nächster Versuch ${when}`,
  paused: 'Wartet: Der Betreiber hat die Warteschlange angehalten', noWorker: 'Wartet: Gerade läuft kein Worker', waitsForFathom: when => `Wartet auf Fathom, nächste Nachfrage ${when}`,
  silentWorker: 'Der Worker meldet sich nicht mehr; ein anderer übernimmt',
  left: duration => `noch etwa ${duration}`, readyIn: duration => `fertig in etwa ${duration}`,
  attempt: attempt => `Versuch ${attempt}`, completed: 'Erledigt', dead: 'Fehlgeschlagen', cancelled: 'Abgebrochen',
  took: duration => `hat ${duration} gedauert`,
}

export const jobLog: typeof english.jobLog = {
  title: 'Protokoll', empty: 'Noch ist kein Schritt fertig.', atOnce: 'sofort',
  stages: {
    ingest: 'Aufnahme geholt', probe: 'Datei gelesen', transcript: 'Transkript', analyse: 'Angehört und angesehen', plan: 'Schnitte ausgewählt', render: 'Video erstellt', package: 'Untertitel, Kapitel und Vorschaubild hinzugefügt', verify: 'Ergebnis geprüft',
  },
  note: sayNote,
  found: (found, time, percent) => [
    found.sourceSeconds === undefined ? '' : `${time(found.sourceSeconds)} lang`, found.width === undefined || found.height === undefined ? '' : `${found.width} × ${found.height}`,
    found.lines === undefined ? '' : count(found.lines, 'Zeile', 'Zeilen'), found.speakers === undefined ? '' : count(found.speakers, 'Stimme', 'Stimmen'),
    found.speechSeconds === undefined ? '' : `${time(found.speechSeconds)} Sprache`, found.faces === undefined ? '' : count(found.faces, 'Gesicht erkannt', 'Gesichter erkannt'),
    found.cuts === undefined ? '' : count(found.cuts, 'Schnitt', 'Schnitte'), found.keptShare === undefined ? '' : `${percent(found.keptShare)} behalten`, found.chapters === undefined ? '' : count(found.chapters, 'Kapitel', 'Kapitel'),
    found.checks === undefined || found.checksHeld === undefined ? '' : `${found.checksHeld} von ${found.checks} Prüfungen bestanden`,
  ].filter(part => part !== '').join(', '),
}

const nothingFound = 'Es wurde kein Transkript gefunden, darum gibt es keine Untertitel und keine Namen'

function sayNote(sentence: string): string {
  return notes.find(([begin]) => sentence.startsWith(begin))?.[1] ?? sentence
}

const notes: [begin: string, german: string][] = [
  ['No transcript was found, so there are no captions and no speaker names;', `${nothingFound}; mit SPEECH_API_URL oder WHISPER_MODEL (siehe \`npm run setup -- speech\`) schreibt das Produkt selbst eines.`],
  ['No transcript was found, so there are no captions and no speaker names', `${nothingFound}.`],
  ['No transcript was found and writing one down failed', 'Es wurde kein Transkript gefunden, und die Spracherkennung hat nicht funktioniert, darum gibt es keine Untertitel und keine Namen.'],
  ['The transcript was written down by speech-to-text', 'Das Transkript stammt aus der Spracherkennung und nennt deshalb keine Namen.'],
  ['Speech-to-text heard no words', 'Die Spracherkennung hat keine Wörter gehört, darum gibt es keine Untertitel und keine Namen.'],
  ['The transcript tells when sentences begin but not when they end', 'Das Transkript sagt, wann Sätze beginnen, aber nicht, wann sie enden; die Enden sind geschätzt.'],
]
