import { type Answer, type MemoryCall, MemorySource } from './memory-source.ts'

/** A call that waits for its release. */
interface HeldCall extends MemoryCall {
  release(): void
}

/** A source that holds each call until it is released. */
export class HeldSource extends MemorySource {
  readonly #held: HeldCall[]
  readonly #told: (() => void)[]

  constructor(answer: Answer) {
    const held: HeldCall[] = []
    const told: (() => void)[] = []
    super(
      answer,
      call =>
        new Promise(resolve => {
          held.push({ ...call, release: resolve })
          for (const tell of told.splice(0)) tell()
        }),
    )
    this.#held = held
    this.#told = told
  }

  /** The next call of a binding, once it is made. */
  async next(coordinate: string): Promise<HeldCall> {
    const at = this.#held.findIndex(call => call.coordinate === coordinate)
    if (at >= 0) return this.#held.splice(at, 1)[0] as HeldCall
    await new Promise<void>(resolve => this.#told.push(resolve))
    return this.next(coordinate)
  }
}
