import type { Shape } from '../../plan/operation/shape.ts'
import { withoutStacks } from '../../result/without-stacks.ts'
import { CHARACTERS, JsonScale, LONG_TEXT } from '../../source/json-text-steps.ts'
import { ByteSink } from './byte-sink.ts'
import { type ExecutionError, type Failure, leftOutError, toExecutionError } from './execution-error.ts'
import type { FieldWriter } from './selection-writer.ts'

/** What was there when a position began. */
export interface Start {
  readonly size: number
  readonly text: string
  readonly failures: number
}

/** Values that an error takes the time of. */
const FAILURE = 200

/** What ends an attempt. */
const LONG_WORK = Symbol('long work')

/** The errors that an answer has; where more fields fail, the last one says how many. */
export const MOST_ERRORS = 1_000

/** An answer as it is written: its text, and the errors with their way out to the positions that they null. */
export class Output {
  readonly sink: ByteSink
  readonly #failures: Failure[] = []
  readonly #scale = new JsonScale()
  readonly #allowance: number
  #failure: Failure | undefined
  #leftOut = 0
  /** What the attempt under way may still write; all there is where there is none. */
  #left = Number.POSITIVE_INFINITY

  /** Sizes are in bytes; `allowance` is how many values an attempt may write. */
  constructor(expectedSize: number, limit: number, allowance: number) {
    this.sink = new ByteSink(expectedSize, limit)
    this.#allowance = allowance
  }

  get failureCount(): number {
    return this.#failures.length + this.#leftOut
  }

  /** The errors, in the order in which the fields stand in the document. */
  errors(): ExecutionError[] {
    return withoutStacks(() => {
      const errors = this.#failures.map(toExecutionError)
      return this.#leftOut === 0 ? errors : [...errors, leftOutError(this.#leftOut)]
    })
  }

  /**
   * What writing in one go answers; undefined where that would hold the event loop for too long, and nothing of it is kept.
   */
  attempt(write: () => boolean): boolean | undefined {
    const { size, text } = this.sink
    const kept = this.#failures.length
    const leftOut = this.#leftOut
    this.#left = this.#allowance
    try {
      return write()
    } catch (error) {
      if (error !== LONG_WORK) throw error
      this.sink.rewind(size, text)
      this.#failures.length = kept
      this.#leftOut = leftOut
      this.#failure = undefined
      return undefined
    } finally {
      this.#left = Number.POSITIVE_INFINITY
    }
  }

  /** Takes values from what an attempt may write, and ends it where there is no more. */
  spend(values: number): void {
    this.#left -= values
    if (this.#left < 0) throw LONG_WORK
  }

  /** The same for a text, if it is long: each of its characters may need an escape. */
  spendText(text: string): void {
    if (text.length > LONG_TEXT) this.spend(text.length / CHARACTERS)
  }

  /** The same for a value of JSON; whether JSON.stringify writes it as it is. */
  spendJson(value: unknown): boolean {
    this.#scale.reset(this.#left)
    this.#scale.add(value)
    this.#left = this.#scale.left
    if (this.#left < 0) throw LONG_WORK
    return this.#scale.isPlain
  }

  /** Raises an error in a field; false, for the position to pass on. */
  fail(error: unknown, field: FieldWriter): boolean {
    this.spend(FAILURE)
    this.#failure = { error, field, path: [] }
    return false
  }

  /** Keeps the raised error, or counts it where there are enough: the position where it stops is null. */
  keep(): void {
    if (this.#failure && this.#failures.length < MOST_ERRORS) this.#failures.push(this.#failure)
    else if (this.#failure) this.#leftOut += 1
    this.#failure = undefined
  }

  /**
   * Ends a field or list item below which something failed; it began when the sink's size and text and the count of
   * failures were these. Where it is nullable, an error below it stops here: the text is taken back for `null`. Answers
   * whether the position around it goes on.
   */
  leave(start: Start, ok: boolean, shape: Shape, segment: string | number): boolean {
    for (let at = start.failures; at < this.#failures.length; at++) this.#failures[at]?.path.push(segment)
    if (ok) return true
    this.#failure?.path.push(segment)
    if (shape.nonNull) return false
    this.keep()
    this.sink.rewind(start.size, start.text)
    this.sink.text += 'null'
    return true
  }
}
