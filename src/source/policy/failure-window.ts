/** Milliseconds of a slice of the window, and how many slices it has: 10 seconds in all. */
const SLICE = 1_000
const SLICES = 10
/** Below so many calls their failures say nothing. */
const ENOUGH = 20

interface Slice {
  number: number
  calls: number
  failed: number
}

/** The calls of the last 10 seconds, and how many of them failed. */
export class FailureWindow {
  #slices: Slice[] = []

  add(now: number, failed: boolean): void {
    const number = Math.floor(now / SLICE)
    let slice = this.#slices.at(-1)
    if (slice?.number !== number) {
      this.#slices = this.#slices.filter(each => each.number > number - SLICES)
      slice = { number, calls: 0, failed: 0 }
      this.#slices.push(slice)
    }
    slice.calls++
    if (failed) slice.failed++
  }

  /** Whether there were at least 20 calls, and half of them failed. */
  isBad(): boolean {
    const calls = this.#slices.reduce((sum, slice) => sum + slice.calls, 0)
    const failed = this.#slices.reduce((sum, slice) => sum + slice.failed, 0)
    return calls >= ENOUGH && failed * 2 >= calls
  }

  clear(): void {
    this.#slices = []
  }
}
