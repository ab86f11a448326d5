const transcriptNames = /\.(vtt|srt|txt|json)$/i

/** Which of the dropped files is the recording and which its transcript; the first of each kind counts. */
export function sortFiles<F extends { name: string }>(files: readonly F[]): { media: F | null; transcript: F | null } {
  return {
    media: files.find(file => !transcriptNames.test(file.name)) ?? null,
    transcript: files.find(file => transcriptNames.test(file.name)) ?? null,
  }
}
