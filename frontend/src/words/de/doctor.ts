import type * as english from '../en/doctor.ts'
import { count } from './count.ts'
import { sayFinding } from './doctor-sentences.ts'

export const doctor: typeof english.doctor = {
  title: 'Diagnose', looking: 'Diese Installation wird untersucht …', again: 'Noch einmal prüfen', checkedAt: when => `Geprüft: ${when}, auf dem Rechner des Webservers`,
  states: { good: 'Gut', warn: 'Könnte besser sein', bad: 'Kaputt' },
  summary: (broken, weak) => broken > 0 ? `${count(broken, 'Problem', 'Probleme')} gefunden.` : weak > 0 ? `Alles funktioniert; ${count(weak, 'Punkt könnte', 'Punkte könnten')} besser sein.` : 'Alles ist, wie es sein soll.',
  finding: sayFinding,
  terminal: 'Dasselbe im Terminal: npm run doctor', shut: 'Diese Seite ist für Betreiber', shutText: 'Wer diese Installation betreibt, sieht hier, ob alles funktioniert.',
}
