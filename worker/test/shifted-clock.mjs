/** Preloaded by a test: this process's clock is HOURS off, and after a second it is set by as much again. Its threads keep the true one. */
const hour = 3600_000
const RealDate = Date
let offset = Number(process.env.HOURS) * hour
setTimeout(() => { offset *= 2 }, 1000).unref()

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset)
    else super(...given)
  }

  static now() {
    return RealDate.now() + offset
  }
}
