import type { MeetingNotes } from '@f2l/common/contracts/transcript.ts'
import { clipSpeaker, clipStart, recordingTime, speakerNames } from './schedule.ts'

/** What an AI notetaker would have written about the sample meeting; all times in seconds of the recording. */
export function makeNotes(): MeetingNotes {
  return {
    title: 'Remote control: concept review',
    recordedAt: '2026-03-12T10:00:00Z',
    participants: [...Object.values(speakerNames), clipSpeaker],
    summaryMarkdown: summary(),
    actionItems: [
      { text: 'Work on the individual tasks before the next meeting in half an hour', at: seconds(26.5), assignee: 'Beth Moore', isDone: false },
      { text: 'Prepare the next PowerPoint presentation', at: seconds(37), assignee: 'Beth Moore', isDone: false },
      { text: 'Find out whether plastic really makes the case cheaper', at: seconds(70.5), assignee: 'Diana Lowe', isDone: false },
      { text: 'Look at how other remote controls are moulded', at: seconds(77.1), assignee: null, isDone: false },
    ],
    highlights: [
      { start: seconds(11.44), end: seconds(20.9), text: 'Lightweight plastic, easily moulded and produced' },
      { start: seconds(46), end: seconds(56.8), text: '“We put the fashion into electronics”' },
      { start: seconds(77.1), end: seconds(90), text: 'Silver plastic looks smarter' },
      { start: Math.floor(clipStart), end: Math.ceil(clipStart + 17.3), text: 'Example clip with the running time' },
    ],
  }
}

function summary(): string {
  return [
    '## Meeting purpose', '', 'Agree on size, case and look of the new remote control before everybody works on their own part.', '',
    '## Key takeaways', '',
    `- ${linked('A smaller body saves space but may cost more', 2.7)}; what it costs is open.`,
    `- ${linked('The case can be lightweight, moulded plastic', 11.5)}: it need not be as stylish as a mobile phone.`,
    `- ${linked('The company “puts the fashion into electronics”', 46)}, so the design still has to look good. Plastic can.`,
    `- ${linked('Metal is not needed', 66)}; plastic is presumed to be cheaper.`,
    '', '## Topics', '',
    '### Size and cost', '', `Adam expects that the change ${linked('saves space and looks less bulky', 4)}. Beth calls that important; Diana wants it smaller.`, '',
    '### Fashion or function', '', `Callum asks ${linked('whether the remote control needs to be fashionable', 43)} and quotes the website. Diana: ${linked('it does not have to be metal', 66)}.`, '',
    '### What others sell', '', `Beth points to ${linked('Sky remote controls and silver plastic Telewest ones', 77.1)}, which look a bit different and smarter.`, '',
    '## Next steps', '', `- Everybody ${linked('works on their own part for half an hour', 26)}, then the group meets again.`, `- Beth shows ${linked('another presentation', 37)} there.`, '',
  ].join('\n')
}

/** A link back into the recording, as Fathom writes them into its summaries. */
function linked(text: string, meetingTime: number): string {
  return `[${text}](https://fathom.video/share/sample-meeting?timestamp=${recordingTime(meetingTime).toFixed(1)})`
}

function seconds(meetingTime: number): number {
  return Math.round(recordingTime(meetingTime) * 10) / 10
}
