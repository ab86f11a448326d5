import type { MeetingNotes } from '@f2l/common/contracts/transcript.ts'

export interface OfflineTurn { speaker: string; start: number; end: number; text: string }

/** One meeting that the offline Fathom has, and how its real counterpart would behave. */
export interface OfflineMeeting {
  recordingId: number
  /** The number in `/calls/<n>`; never the recording id. */
  callNumber: number
  shareToken: string
  mediaPath: string
  durationSeconds: number
  notes: MeetingNotes
  turns: OfflineTurn[]
  host: { name: string; email: string }
  /** Addresses of invited people from outside. */
  guests?: string[]
  /** Default `General`. Only lists can be filtered by it; a meeting does not tell it. */
  meetingType?: string
  /** Default `public`. A `dead` link answers like one that never was. */
  share?: 'public' | 'sign-in' | 'dead'
  /** Default `cues`. */
  transcriptOnPage?: 'cues' | 'copy' | 'none'
  /** What the page's `video_url` leads to; default `hls`. */
  videoOnPage?: 'hls' | 'mp4' | 'missing'
  /** Default `works`. */
  download?: 'works' | 'fails' | 'share-limited' | 'no-media'
  /** The recording has sound only: its download is `audio`. */
  isAudioOnly?: boolean
}

/** `M:SS`, as Fathom's copied transcript shows times. */
export function shortClock(seconds: number): string {
  const whole = Math.floor(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** `HH:MM:SS`, as Fathom's API shows times. */
export function longClock(seconds: number): string {
  const whole = Math.floor(seconds)
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map(part => String(part).padStart(2, '0')).join(':')
}

export function emailOf(name: string): string {
  return `${name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@example.com`
}
