/** One message of a `text/event-stream`. `id` is the last one seen on the stream, as the standard says. */
export interface StreamMessage { id: string; event: string; data: string }

export interface StreamParser {
  /** Complete messages of this piece of text; an unfinished one waits for the next piece. */
  feed(text: string): StreamMessage[]
  /** What the server asked for with `retry:`, in milliseconds. */
  readonly retryMs: number | null
  /** The cursor to come back with; a message without data moves it and is not delivered. */
  readonly lastId: string
}

/** Reads the event-stream format (WHATWG HTML, "Server-sent events"), however the text is cut into pieces. */
export function makeStreamParser(lastId = ''): StreamParser {
  const state = { rest: '', id: lastId, nextId: lastId, event: '', data: [] as string[], retryMs: null as number | null, isFirst: true }
  return {
    get retryMs() { return state.retryMs },
    get lastId() { return state.id },
    feed(text) {
      const messages: StreamMessage[] = []
      for (const line of takeLines(state, text)) {
        if (line !== '') readField(state, line)
        else messages.push(...endMessage(state))
      }
      return messages
    },
  }
}

interface ParserState { rest: string; id: string; nextId: string; event: string; data: string[]; retryMs: number | null; isFirst: boolean }

/** Lines end with LF, CR or CRLF; a CR at the very end may be half of a CRLF and so waits. */
function takeLines(state: ParserState, text: string): string[] {
  let all = state.rest + text
  if (state.isFirst && all.length > 0) {
    all = all.replace(/^\uFEFF/, '')
    state.isFirst = false
  }
  const waits = all.endsWith('\r') ? '\r' : ''
  const lines = (waits ? all.slice(0, -1) : all).split(/\r\n|\n|\r/)
  state.rest = (lines.pop() ?? '') + waits
  return lines
}

function readField(state: ParserState, line: string): void {
  const colon = line.indexOf(':')
  if (colon === 0) return
  const name = colon < 0 ? line : line.slice(0, colon)
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
  if (name === 'data') state.data.push(value)
  else if (name === 'event') state.event = value
  else if (name === 'id' && !value.includes('\0')) state.nextId = value
  else if (name === 'retry' && /^\d+$/.test(value)) state.retryMs = Number(value)
}

/** The blank line: the id counts from here on, and a message without data ends here. */
function endMessage(state: ParserState): StreamMessage[] {
  state.id = state.nextId
  const isEmpty = state.data.length === 0
  const message = { id: state.id, event: state.event === '' ? 'message' : state.event, data: state.data.join('\n') }
  state.data = []
  state.event = ''
  return isEmpty ? [] : [message]
}
