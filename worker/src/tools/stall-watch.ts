export interface StallWatch {
  /** What `-progress` said: `frame`, `out_time_us` or `total_size` and its value. A value that changed is a sign of life. */
  see(key: string, value: string): void
  end(): void
}

/** Calls `onStall` once when nothing changed for so long. ffmpeg goes on reporting while a graph waits for ever. */
export function watchForStall(seconds: number, onStall: () => void): StallWatch {
  const last = new Map<string, string>()
  const timer = setTimeout(onStall, 1000 * seconds)
  return {
    see(key, value) {
      if (last.get(key) === value) return
      last.set(key, value)
      timer.refresh()
    },
    end: () => clearTimeout(timer),
  }
}
