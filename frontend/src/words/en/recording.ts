import { count } from './count.ts'

export const recording = {
  edit: 'Edit', share: 'Share', openShare: 'Open share page', download: 'Download video', captions: 'Captions (VTT)', links: 'Links', details: 'Details',
  cuts: 'What was cut', cutCount: (value: number) => count(value, 'cut', 'cuts'), cutNone: 'Nothing was cut out of this recording.',
  cutSaved: (saved: string) => `${saved} shorter`, cutAt: 'At', cutLength: 'Length', cutReason: 'Why', cutSure: 'How sure',
  reasons: { silence: 'Silence', filler: 'Filler word', manual: 'By hand', 'left-out': 'Left out for length' }, playCut: (time: string) => `Play what was cut at ${time}`,
  cutDo: 'Play or undo', showCut: 'Show this place in the video', showCutAt: (time: string) => `Show the cut at ${time} in the video`,
  undo: 'Undo', undoAt: (time: string) => `Undo the cut at ${time}`, cutAgain: 'Cut again', cutAgainAt: (time: string) => `Cut again at ${time}`, restored: 'Taken back',
  cutPlayer: 'What was cut', cutPlayerTitle: (from: string, to: string) => `Cut from ${from} to ${to}`, cutPlayerText: 'From the recording as it came in, with two seconds before and after. The coloured part is not in the video.',
  cutPlayerFailed: 'Your browser cannot play this recording in its own format.',
  lengthChoice: 'Length', lengths: { 'tight': 'Tight: silences and fillers out', 'full': 'Full: nothing is cut', 'catch-up': 'Catch-up: about two minutes' },
  makeAgain: 'Make the video again', makeLater: 'The new version is in the works; change more when it is there.', noChanges: 'Undo cuts or choose another length first. The link stays the same.',
  changes: (value: number) => `${count(value, 'change', 'changes')}. The link stays the same, and this video stays until the new one is ready.`,
  sourceGone: 'The recording this video was made from is not kept any more: the video stays as it is and cannot be made again.',
  remakeQueued: 'The new version is in the queue.', remakeTitle: 'A new version is being made', remakeText: 'Until it is ready, the link shows the video below.',
  remakeFailed: 'The new version could not be made; the video stays as it was', remakeCancelled: 'The new version was cancelled', remakeStays: 'The video stays as it was.',
  showAll: (value: number) => `Show all ${value}`, source: 'From', recordedAt: 'Recorded', length: 'Length',
  workingTitle: 'Your video is being made', workingText: 'You can leave this page: an e-mail tells you when it is ready.',
  failedTitle: 'This video could not be made', cancelledTitle: 'This job was cancelled', cancelledText: 'Start it again whenever you like.',
  checks: 'Checks', checksPassed: (passed: number, all: number) => `${passed} of ${all} hold`, checkHolds: 'Holds', checkFails: 'Does not hold',
  checkNames: {
    'streams-equal-length': 'Sound and picture are equally long', 'expected-length': 'As long as planned', 'not-black': 'No black picture', 'not-frozen': 'No frozen picture', 'pictures-in-place': 'Pictures in their order', 'bubble-in-place': 'The right face in the bubble',
    'cues-kept': 'Every line is still there', 'not-silent': 'No hole in the sound', 'in-sync': 'Sound in step', 'cuts-clean': 'No clipped word', 'loudness': 'Loudness', 'true-peak': 'Peaks', 'chapters': 'Chapters', 'captions-fit': 'Captions readable', 'fast-start': 'Plays at once', 'playable': 'Plays in a browser',
  },
  gone: 'This recording does not exist', goneText: 'It may have been deleted.',
}
