import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'

export interface Turn extends Span { speaker: string }

/** "Mm-hmm" while another speaks does not take the floor. */
const backchannelSeconds = 1.2

/**
 * Who has the floor when: ascending, disjoint turns. Where people talk over each other the one who
 * began last holds it, and the one who goes on gets it back.
 */
export function floorOf(cues: Cue[]): Turn[] {
  const spoken = cues.filter(isSpoken).sort((a, b) => a.start - b.start)
  const taking = withoutBackchannels(spoken)
  const borders = [...new Set(taking.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  const turns: Turn[] = []
  let first = 0
  for (let i = 0; i + 1 < borders.length; i++) {
    while (first < taking.length && taking[first]!.end <= borders[i]!) first++
    const holder = lastBegun(taking, first, borders[i]!)
    if (holder) addTurn(turns, { start: borders[i]!, end: borders[i + 1]!, speaker: holder.speaker })
  }
  return turns
}

type SpokenCue = Cue & { speaker: string }

function isSpoken(cue: Cue): cue is SpokenCue {
  return cue.speaker !== null && cue.speaker.trim() !== '' && cue.end > cue.start
}

/** Drops short cues that lie wholly inside somebody else's longer one. `cues` ascend by start. */
function withoutBackchannels(cues: SpokenCue[]): SpokenCue[] {
  let open: SpokenCue[] = []
  return cues.filter(cue => {
    open = open.filter(other => other.end > cue.start)
    const length = cue.end - cue.start
    const isInside = open.some(other => other.speaker !== cue.speaker && other.end >= cue.end && other.end - other.start > 2 * length)
    open.push(cue)
    return !(isInside && length <= backchannelSeconds)
  })
}

function lastBegun(cues: SpokenCue[], from: number, at: number): SpokenCue | null {
  let holder: SpokenCue | null = null
  for (let i = from; i < cues.length && cues[i]!.start <= at; i++) {
    if (cues[i]!.end > at) holder = cues[i]!
  }
  return holder
}

function addTurn(turns: Turn[], turn: Turn): void {
  const last = turns.at(-1)
  if (last && last.speaker === turn.speaker && last.end >= turn.start) last.end = turn.end
  else turns.push(turn)
}
