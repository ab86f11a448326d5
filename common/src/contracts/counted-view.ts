/** A view counts once so much was seen, or so large a share of the video, or its end was sought. The owner's never count. */
export const countedAfterSeconds = 5
export const countedAfterShare = 0.75

/** `seenSeconds` of the output, each of them once however often it was played. The page asks to know when to tell; the server decides. */
export function isCountedView({ seenSeconds, videoSeconds, hasSoughtEnd }: { seenSeconds: number; videoSeconds: number; hasSoughtEnd: boolean }): boolean {
  return hasSoughtEnd || seenSeconds >= Math.min(countedAfterSeconds, videoSeconds * countedAfterShare)
}
