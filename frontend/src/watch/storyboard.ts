/** A part of a picture for a stretch of the video. */
export interface Tile { start: number; end: number; url: string; x: number; y: number; width: number; height: number }

const block = /^([\d:.]+) --> ([\d:.]+)[^\n]*\n([^\s#]+)#xywh=(\d+),(\d+),(\d+),(\d+)/gm

/** The tiles of a WebVTT storyboard; addresses in it are relative to `base`. */
export function parseStoryboard(vtt: string, base: string): Tile[] {
  return [...vtt.replace(/\r\n?/g, '\n').matchAll(block)].map(([, start, end, file, ...box]) => {
    const [x, y, width, height] = box.map(Number) as [number, number, number, number]
    return { start: secondsOf(start!), end: secondsOf(end!), url: new URL(file!, base).href, x, y, width, height }
  })
}

function secondsOf(clock: string): number {
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}
