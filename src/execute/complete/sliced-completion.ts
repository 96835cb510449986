import type { LeafShape, Shape } from '../../plan/operation/shape.ts'
import { jsonTextSteps, LONG_TEXT } from '../../source/json-text-steps.ts'
import { Node, Shared } from '../answer-node.ts'
import type { Completion, Deep } from './completion.ts'
import { isJson, isText } from './leaf-text.ts'
import { isList, itemOf, type List, nextCount } from './long-list.ts'
import type { Output } from './output.ts'
import { type FieldWriter, type SelectionWriter, selectionWriter } from './selection-writer.ts'

/** Items of a list from which on they are written as a whole. */
const LONG_LIST = 100

/** Writing that may pause; returns what writing in one go would. */
type Slices = Generator<void, boolean>

/**
 * Completion of a very large answer: it goes down to the long lists, and may pause between chunks of their items. It is the
 * twin of Completion, method by method: what one of them does at a position, the other does too.
 */
export class SlicedCompletion {
  readonly #completion: Completion
  readonly #output: Output

  constructor(completion: Completion, output: Output) {
    this.#completion = completion
    this.#output = output
  }

  /** Writes the root's next field; false where the answer is `null` because of it. */
  *writeField({ selection, source, value, deep }: Node, at: number): Slices {
    const { fields } = selectionWriter(selection, source)
    const ok = yield* this.#fields(fields.slice(at, at + 1), value as object, deep)
    if (!ok) this.#output.keep()
    return ok
  }

  *#fields(fields: SelectionWriter['fields'], object: object, deep: Deep): Slices {
    for (const field of fields) {
      const value = typeof field === 'string' ? undefined : this.#completion.read(field, object, deep)
      if (typeof field === 'string' || (field.place.shape.kind === 'leaf' && !isLong(field.place.shape, value))) {
        if (!this.#completion.fields([field], object, deep)) return false
        continue
      }
      this.#output.sink.text += field.prefix
      const { shape, responseKey } = field.place
      if (!(yield* this.#position(field, shape, value, responseKey))) return false
    }
    return true
  }

  *#position(field: FieldWriter, shape: Shape, value: unknown, segment: string | number): Slices {
    const slices = this.#slicesOf(field, shape, value)
    if (!slices) return this.#completion.position(field, shape, value, segment)
    const { size, text } = this.#output.sink
    const start = { size, text, failures: this.#output.failureCount }
    return this.#output.leave(start, yield* slices, shape, segment)
  }

  #slicesOf(field: FieldWriter, shape: Shape, value: unknown): Slices | undefined {
    if (value instanceof Shared) return value.text === undefined ? this.#shared(field, shape, value) : undefined
    if (shape.kind === 'leaf') return isLong(shape, value) ? this.#pieces(field, shape, value) : undefined
    if (shape.kind === 'list') return isList(value) ? this.#list(field, shape.item, value) : undefined
    if (value instanceof Node)
      return this.#object(field.writerOf(value.selection, value.source), value.value, value.deep)
    if (typeof value !== 'object' || value === null || value instanceof Error) return undefined
    const isPlain = !Array.isArray(value) || shape.listed.has(field.source)
    return isPlain ? this.#object(field.below(), value, undefined) : undefined
  }

  #object({ fields, selection }: SelectionWriter, value: unknown, deep: Deep): Slices | undefined {
    return selection.error ? undefined : this.#objectFields(fields, value as object, deep)
  }

  *#objectFields(fields: SelectionWriter['fields'], value: object, deep: Deep): Slices {
    if (!(yield* this.#fields(fields, value, deep))) return false
    this.#output.sink.text += fields.length === 0 ? '{}' : '}'
    return true
  }

  /** Text without errors is the same wherever the value stands. */
  *#shared(field: FieldWriter, shape: Shape, shared: Shared): Slices {
    const slices = this.#slicesOf(field, shape, shared.value)
    if (!slices) return this.#completion.value(field, shape, shared)
    const { size, text } = this.#output.sink
    const { failureCount } = this.#output
    const ok = yield* slices
    if (ok && this.#output.failureCount === failureCount) shared.text = this.#output.sink.textSince(size, text)
    return ok
  }

  *#pieces(field: FieldWriter, { type }: LeafShape, value: unknown): Slices {
    const { sink } = this.#output
    // The type's own words for a number that JSON has no text for.
    const pieces = jsonTextSteps(value, number => type.coerceOutputValue(number))
    for (;;) {
      let piece: IteratorResult<string, void>
      try {
        piece = pieces.next()
      } catch (error) {
        return this.#output.fail(error, field)
      }
      if (piece.done) return true
      sink.text += piece.value
      sink.flushIfLong()
      yield
    }
  }

  *#list(field: FieldWriter, item: Shape, list: List): Slices {
    const { length } = list
    const isWritten = yield* length > LONG_LIST
      ? this.#chunks(field, item, list)
      : this.#items(field, item, list, 0, length)
    if (!isWritten) return false
    this.#output.sink.text += length === 0 ? '[]' : ']'
    return true
  }

  *#chunks(field: FieldWriter, item: Shape, list: List): Slices {
    const { sink } = this.#output
    const { length } = list
    // Nobody knows how much stands in an item before one is written.
    for (let from = 0, count = 1; from < length; ) {
      const to = Math.min(from + count, length)
      const start = sink.length
      const written = this.#output.attempt(() => this.#completion.items(field, item, list, from, to))
      if (!(written ?? (yield* this.#items(field, item, list, from, to)))) return false
      count = nextCount(count, sink.length - start)
      from = to
      yield
    }
    return true
  }

  /** Writes items each of which may be large. */
  *#items(field: FieldWriter, item: Shape, list: List, from: number, to: number): Slices {
    const { sink } = this.#output
    for (let at = from; at < to; at++) {
      sink.text += at === 0 ? '[' : ','
      if (!(yield* this.#position(field, item, itemOf(list, at, item), at))) return false
      sink.flushIfLong()
      yield
    }
    return true
  }
}

/** Whether a leaf is written in pieces. */
function isLong({ type }: LeafShape, value: unknown): boolean {
  if (typeof value === 'string') return value.length > LONG_TEXT && (isText(type) || isJson(type))
  return isJson(type) && typeof value === 'object' && value !== null && !(value instanceof Error)
}
