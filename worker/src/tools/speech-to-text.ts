import type { Cue } from '@f2l/common/contracts/transcript.ts'

/** A piece of a recording to be written down. */
export interface SpeechSound {
  /** An absolute path: FLAC, 16 kHz, mono. */
  path: string
  seconds: number
}

export interface SpeechContext {
  signal: AbortSignal
  /** How much of the piece is done, 0..1. */
  report(fraction: number): void
  /** Language code of what is spoken; it is heard from the sound when absent. */
  language?: string
}

export interface WrittenSpeech {
  /** BCP 47 where the engine tells it. */
  language: string | null
  /** Without speakers; times in seconds of the piece. Empty where no word was heard. */
  cues: Cue[]
}

/** Turns speech into text. Engines: speech-endpoint.ts (over HTTP), whisper-engine.ts (on this machine). */
export interface SpeechToText {
  /** Engine and model: another one writes another transcript. No secret is in it. */
  readonly name: string
  /** Longest piece that it takes at once, in seconds. */
  readonly longestSeconds: number
  /** @throws AppError with a code of `speech.`, or the signal's reason */
  transcribe(sound: SpeechSound, context: SpeechContext): Promise<WrittenSpeech>
}
