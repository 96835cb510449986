import type { Shape } from '../../plan/operation/shape.ts'
import { withoutStacks } from '../../result/without-stacks.ts'
import { ByteSink } from './byte-sink.ts'
import { type ExecutionError, type Failure, leftOutError, toExecutionError } from './execution-error.ts'
import type { FieldWriter } from './selection-writer.ts'

/** What was there when a position began. */
export interface Start {
  readonly size: number
  readonly text: string
  readonly failures: number
}

/** The errors that an answer has; where more fields fail, the last one says how many. */
export const MOST_ERRORS = 1_000

/** An answer as it is written: its text, and the errors with their way out to the positions that they null. */
export class Output {
  readonly sink: ByteSink
  readonly #failures: Failure[] = []
  #failure: Failure | undefined
  #leftOut = 0

  /** Both in bytes. */
  constructor(expectedSize: number, limit: number) {
    this.sink = new ByteSink(expectedSize, limit)
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

  /** Raises an error in a field; false, for the position to pass on. */
  fail(error: unknown, field: FieldWriter): boolean {
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
