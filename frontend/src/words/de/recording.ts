import type * as english from '../en/recording.ts'
import { count } from './count.ts'

export const recording: typeof english.recording = {
  edit: 'Bearbeiten', share: 'Teilen', openShare: 'Videoseite öffnen', download: 'Video herunterladen', captions: 'Untertitel (VTT)', links: 'Links', details: 'Details',
  cuts: 'Was herausgeschnitten wurde', cutCount: value => count(value, 'Schnitt', 'Schnitte'), cutNone: 'Aus dieser Aufnahme wurde nichts herausgeschnitten.',
  cutSaved: saved => `${saved} kürzer`, cutAt: 'Bei', cutLength: 'Länge', cutReason: 'Warum', cutSure: 'Wie sicher',
  reasons: { silence: 'Stille', filler: 'Füllwort', manual: 'Von Hand', 'left-out': 'Der Länge wegen weggelassen' }, playCut: time => `Abspielen, was bei ${time} herausgeschnitten wurde`,
  cutDo: 'Abspielen oder zurücknehmen', showCut: 'Diese Stelle im Video zeigen', showCutAt: time => `Schnitt bei ${time} im Video zeigen`,
  undo: 'Zurücknehmen', undoAt: time => `Schnitt bei ${time} zurücknehmen`, cutAgain: 'Wieder schneiden', cutAgainAt: time => `Bei ${time} wieder schneiden`, restored: 'Zurückgenommen',
  cutPlayer: 'Was herausgeschnitten wurde', cutPlayerTitle: (from, to) => `Herausgeschnitten von ${from} bis ${to}`, cutPlayerText: 'Aus der ursprünglichen Aufnahme, mit zwei Sekunden davor und danach. Der farbige Teil ist nicht im Video.',
  cutPlayerFailed: 'Dein Browser kann das Format dieser Aufnahme nicht abspielen.',
  lengthChoice: 'Länge', lengths: { 'tight': 'Kompakt: nur das Gesprochene', 'full': 'Vollständig: nichts geschnitten', 'catch-up': 'Kurzfassung: etwa zwei Minuten' },
  makeAgain: 'Video neu erstellen', makeLater: 'Die neue Fassung ist in Arbeit; ändere mehr, wenn sie da ist.', noChanges: 'Nimm zuerst Schnitte zurück oder wähl eine andere Länge. Der Link bleibt gleich.',
  changes: value => `${count(value, 'Änderung', 'Änderungen')}. Der Link bleibt gleich, und dieses Video bleibt, bis das neue fertig ist.`,
  sourceGone: 'Die Aufnahme, aus der dieses Video gemacht wurde, wird nicht mehr aufbewahrt: Das Video bleibt, wie es ist, und lässt sich nicht noch einmal machen.',
  remakeQueued: 'Die neue Fassung ist in der Warteschlange.', remakeTitle: 'Eine neue Fassung entsteht', remakeText: 'Bis sie fertig ist, zeigt der Link das Video hier unten.',
  remakeFailed: 'Die neue Fassung konnte nicht erstellt werden; das Video bleibt, wie es war', remakeCancelled: 'Die neue Fassung wurde abgebrochen', remakeStays: 'Das Video bleibt, wie es war.',
  showAll: value => `Alle ${value} anzeigen`, source: 'Quelle', recordedAt: 'Aufgenommen', length: 'Länge',
  workingTitle: 'Dein Video entsteht', workingText: 'Du kannst diese Seite verlassen: Eine E-Mail sagt dir, wenn es fertig ist.',
  failedTitle: 'Dieses Video konnte nicht erstellt werden', cancelledTitle: 'Dieser Auftrag wurde abgebrochen', cancelledText: 'Du kannst ihn jederzeit neu starten.',
  checks: 'Prüfungen', checksPassed: (passed, all) => `${passed} von ${all} bestanden`, checkHolds: 'Bestanden', checkFails: 'Nicht bestanden',
  checkNames: {
    'streams-equal-length': 'Ton und Bild sind gleich lang', 'expected-length': 'So lang wie geplant', 'not-black': 'Kein schwarzes Bild', 'not-frozen': 'Kein eingefrorenes Bild', 'pictures-in-place': 'Bilder in der richtigen Reihenfolge', 'bubble-in-place': 'Das richtige Gesicht im Sprecherbild',
    'cues-kept': 'Jede Zeile ist noch da', 'not-silent': 'Keine Lücke im Ton', 'in-sync': 'Ton und Bild synchron', 'cuts-clean': 'Kein angeschnittenes Wort', 'loudness': 'Lautstärke', 'true-peak': 'Pegelspitzen', 'chapters': 'Kapitel', 'captions-fit': 'Untertitel lesbar', 'fast-start': 'Startet sofort', 'playable': 'Spielt im Browser',
  },
  gone: 'Diese Aufnahme gibt es nicht', goneText: 'Vielleicht wurde sie gelöscht.',
}
