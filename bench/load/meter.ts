/** Counts what was asked of the product: how long each kind of request took, and what went wrong. */
export class Meter {
  readonly #milliseconds = new Map<string, number[]>()
  readonly #faults = new Map<string, number>()
  /** Live events that arrived. */
  news = 0

  note(kind: string, milliseconds: number): void {
    const list = this.#milliseconds.get(kind) ?? []
    this.#milliseconds.set(kind, list)
    list.push(milliseconds)
  }

  /** Something that an honest visitor must never meet. */
  fault(kind: string, reason: string): void {
    const sentence = `${kind}: ${reason}`
    this.#faults.set(sentence, (this.#faults.get(sentence) ?? 0) + 1)
  }

  faults(): { sentence: string; times: number }[] {
    return [...this.#faults].map(([sentence, times]) => ({ sentence, times }))
  }

  kinds(): { kind: string; count: number; p50: number; p95: number; p99: number }[] {
    return [...this.#milliseconds].map(([kind, list]) => {
      const sorted = list.toSorted((a, b) => a - b)
      const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
      return { kind, count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
    })
  }
}
