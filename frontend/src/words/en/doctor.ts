import { count } from './count.ts'

export const doctor = {
  title: 'Doctor', looking: 'Looking at this installation…', again: 'Look again', checkedAt: (when: string) => `Looked at ${when}, on the machine of the web server`,
  states: { good: 'Good', warn: 'Could be better', bad: 'Broken' },
  summary: (broken: number, weak: number) => broken > 0 ? `${count(broken, 'thing is', 'things are')} broken.` : weak > 0 ? `Everything works; ${count(weak, 'thing', 'things')} could be better.` : 'Everything is as it should be.',
  /** A sentence of the server's, or the name of what it looked at. */
  finding: (sentence: string): string => sentence,
  terminal: 'The same in a terminal: npm run doctor', shut: 'This page is for operators', shutText: 'Whoever runs this installation sees here whether everything works.',
}
