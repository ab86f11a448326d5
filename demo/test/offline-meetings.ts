import type { OfflineMeeting } from '../src/offline-fathom.ts'

/** A small meeting; `changes` make it behave otherwise. */
export function offlineMeeting(mediaPath: string, recordingId: number, changes: Partial<OfflineMeeting> = {}): OfflineMeeting {
  return {
    recordingId, callNumber: 900_000 + recordingId, shareToken: `token-${recordingId}`, mediaPath, durationSeconds: 10,
    host: { name: 'Anna Smith', email: 'anna@example.com' },
    notes: {
      title: `Plans & "quotes" <${recordingId}>`, recordedAt: new Date(Date.UTC(2026, 0, recordingId)).toISOString(), participants: ['Anna Smith', 'Bob Lee'],
      summaryMarkdown: '## Takeaways\n- [first](https://fathom.video/share/x?timestamp=2.5) and [other](https://example.com/?timestamp=1)',
      actionItems: [{ text: 'Write it down', at: 4, assignee: 'Bob Lee', isDone: false }],
      highlights: [{ start: 1, end: 3, text: 'The good part' }],
    },
    turns: [
      { speaker: 'Anna Smith', start: 0.4, end: 3.1, text: 'Hello & welcome <all>.' },
      { speaker: 'Bob Lee', start: 2.9, end: 6.25, text: 'Thanks, it\'s "good" to be here.' },
      { speaker: 'Anna Smith', start: 7, end: 9.5, text: 'Let us begin.' },
    ],
    ...changes,
  }
}
