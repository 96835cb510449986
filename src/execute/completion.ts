import { type GraphQLError, locatedError } from 'graphql'
import type { FieldPlace } from '../plan/operation/operation-plan.ts'
import type { LeafShape, Shape } from '../plan/operation/shape.ts'
import { asFieldError, wrongShape } from '../result/field-error.ts'
import { ByteSink } from './byte-sink.ts'
import { coercedText } from './leaf-text.ts'
import { Node, Shared } from './node.ts'
import { readLeaf } from './read-value.ts'
import { type FieldWriter, type SelectionWriter, selectionWriter } from './selection-writer.ts'

/** An error on its way to the position that it nulls; the path grows from the inside out. */
interface Failure {
  readonly error: unknown
  readonly field: FieldWriter
  readonly path: (string | number)[]
}

/** An error of the answer, and the source whose answer the field read. */
export interface ExecutionError {
  readonly error: GraphQLError
  /** Empty for a field that no source answers. */
  readonly source: string
}

type Deep = readonly unknown[] | undefined

/**
 * Writes an answer's JSON in one depth-first pass in document order: coercion, null propagation and paths (specification,
 * section 6.4). Text that a null replaces is taken back. Its parts return false for a value that its position must
 * not be null for; `#failure` then says why.
 */
export class Completion {
  readonly #sink = new ByteSink()
  readonly #failures: Failure[] = []
  #failure: Failure | undefined

  /** The JSON of the root's fields; `null` where a non-null field failed. */
  write(root: Node): Uint8Array {
    for (let at = 0; at < root.selection.places.length; at++) if (!this.writeField(root, at)) return this.giveUp()
    return this.finish(root)
  }

  /** Writes the root's next field; false where the answer is `null` because of it. */
  writeField({ selection, source, value, deep }: Node, at: number): boolean {
    const { fields } = selectionWriter(selection, source)
    const ok = this.#fields(fields.slice(at, at + 1), value as object, deep)
    if (!ok) this.#keep()
    return ok
  }

  /** The bytes, once every field of the root is written. */
  finish({ selection }: Node): Uint8Array {
    this.#sink.text += selection.places.length === 0 ? '{}' : '}'
    return this.#sink.finish()
  }

  /** The bytes of an answer that is null. */
  giveUp(): Uint8Array {
    return Buffer.from('null')
  }

  /** The errors, in the order in which the fields stand in the document. */
  errors(): ExecutionError[] {
    return this.#failures.map(({ error, field, path }) => ({
      error: locatedError(error, field.place.nodes, path.toReversed()),
      source: field.place.field?.bound?.source ?? field.source,
    }))
  }

  #object(writer: SelectionWriter, object: object, deep: Deep): boolean {
    if (!this.#fields(writer.fields, object, deep)) return false
    this.#sink.text += writer.fields.length === 0 ? '{}' : '}'
    return true
  }

  #fields(fields: SelectionWriter['fields'], object: object, deep: Deep): boolean {
    let text = ''
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] as FieldWriter | string
      if (typeof field === 'string') {
        text += field
        continue
      }
      text += field.prefix
      const value = this.#read(field, object, deep)
      const leaf = field.leaf(value)
      if (leaf !== undefined) {
        text += leaf
        continue
      }
      this.#sink.text += text
      text = ''
      if (!this.#position(field, field.place.shape, value, field.place.responseKey)) return false
    }
    this.#sink.text += text
    return true
  }

  #read(field: FieldWriter, object: object, deep: Deep): unknown {
    try {
      if (field.property !== undefined) return (object as Record<string, unknown>)[field.property]
      const { deepIndex } = field.place
      return deepIndex >= 0 ? deep?.[deepIndex] : field.read(object)
    } catch (error) {
      return asFieldError(error)
    }
  }

  /** A field or list item: where it is nullable, an error below it stops here. */
  #position(field: FieldWriter, shape: Shape, value: unknown, segment: string | number): boolean {
    if ((value === null || value === undefined) && !shape.nonNull) {
      this.#sink.text += 'null'
      return true
    }
    const mark = this.#sink.mark()
    const known = this.#failures.length
    const ok = this.#value(field, shape, value)
    for (let at = known; at < this.#failures.length; at++) this.#failures[at]?.path.push(segment)
    if (ok) return true
    this.#failure?.path.push(segment)
    if (shape.nonNull) return false
    this.#keep()
    this.#sink.rewind(mark)
    this.#sink.text += 'null'
    return true
  }

  #value(field: FieldWriter, shape: Shape, value: unknown): boolean {
    if (value === null || value === undefined) return this.#fail(nullError(field.place), field)
    if (value instanceof Error) return this.#fail(value, field)
    if (value instanceof Shared) return this.#shared(field, shape, value)
    if (shape.kind === 'leaf') return this.#leaf(field, shape, value)
    if (shape.kind === 'list') return this.#list(field, shape.item, value)
    if (value instanceof Node)
      return this.#object(field.writerOf(value.selection, value.source), value.value as object, value.deep)
    if (typeof value === 'object' && !Array.isArray(value)) return this.#object(field.below(), value, undefined)
    return this.#fail(wrongShape('an object', field.source), field)
  }

  #leaf(field: FieldWriter, shape: LeafShape, value: unknown): boolean {
    const read = field.place.deepIndex < 0 ? readLeaf(value, shape, field.source) : value
    if (read instanceof Error) return this.#fail(read, field)
    try {
      this.#sink.text += coercedText(shape.type, read)
      return true
    } catch (error) {
      return this.#fail(error, field)
    }
  }

  #list(field: FieldWriter, item: Shape, value: unknown): boolean {
    if (!Array.isArray(value)) return this.#fail(wrongShape('a list', field.source), field)
    for (let at = 0; at < value.length; at++) {
      this.#sink.text += at === 0 ? '[' : ','
      if (!this.#position(field, item, value[at], at)) return false
      this.#sink.flushIfLong()
    }
    this.#sink.text += value.length === 0 ? '[]' : ']'
    return true
  }

  /** Text without errors is the same wherever the value stands. */
  #shared(field: FieldWriter, shape: Shape, shared: Shared): boolean {
    if (shared.text !== undefined) {
      this.#sink.text += shared.text
      return true
    }
    const mark = this.#sink.mark()
    const known = this.#failures.length
    const ok = this.#value(field, shape, shared.value)
    if (ok && this.#failures.length === known) shared.text = this.#sink.textSince(mark)
    return ok
  }

  #fail(error: unknown, field: FieldWriter): boolean {
    this.#failure = { error, field, path: [] }
    return false
  }

  #keep(): void {
    if (this.#failure) this.#failures.push(this.#failure)
    this.#failure = undefined
  }
}

function nullError({ parentType, definition }: FieldPlace): Error {
  return new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`)
}
