import { type FieldNode, type GraphQLError, type GraphQLObjectType, locatedError } from 'graphql'
import type { FieldPlace, Selection } from '../plan/operation/operation-plan.ts'
import type { LeafShape, Shape } from '../plan/operation/shape.ts'
import { asFieldError, wrongShape } from '../result/field-error.ts'
import { coercedText } from './leaf-text.ts'
import { Node, Shared } from './node.ts'
import { readLeaf } from './read-value.ts'
import { type FieldWriter, selectionWriter } from './selection-writer.ts'

/** An error on its way to the position that it nulls; the path grows from the inside out. */
interface Failure {
  readonly error: unknown
  readonly nodes: readonly FieldNode[]
  readonly path: (string | number)[]
}

/**
 * Writes an answer's JSON in one depth-first pass in document order: coercion, null propagation and paths (specification,
 * section 6.4). Text that a null replaces is taken back. Its parts return false for a value that its position must
 * not be null for; `#failure` then says why.
 */
export class Completion {
  #out = ''
  #failures: Failure[] = []
  #failure: Failure | undefined

  /** The JSON text of the root's fields; `null` where a non-null field failed. */
  write(root: Node): string {
    for (let at = 0; at < root.selection.places.length; at++) if (!this.writeField(root, at)) return 'null'
    return this.finish(root)
  }

  /** Writes the root's next field; false where the answer is `null` because of it. */
  writeField(root: Node, at: number): boolean {
    const field = selectionWriter(root.selection, root.source)[at]
    const ok = this.#member(field as FieldWriter | string, root.value as object, root.source, root.deep)
    if (!ok) this.#keep()
    return ok
  }

  /** The text, once every field of the root is written. */
  finish({ selection }: Node): string {
    return this.#out + (selection.places.length === 0 ? '{}' : '}')
  }

  /** The errors, in the order in which the fields stand in the document. */
  errors(): GraphQLError[] {
    return this.#failures.map(({ error, nodes, path }) => locatedError(error, nodes, path.toReversed()))
  }

  #object(selection: Selection, value: object, source: string, deep: readonly unknown[] | undefined): boolean {
    const writer = selectionWriter(selection, source)
    for (const field of writer) if (!this.#member(field, value, source, deep)) return false
    this.#out += writer.length === 0 ? '{}' : '}'
    return true
  }

  #member(field: FieldWriter | string, object: object, source: string, deep: readonly unknown[] | undefined): boolean {
    if (typeof field === 'string') {
      this.#out += field
      return true
    }
    const { place, leaf } = field
    let value: unknown
    try {
      value = place.deepIndex >= 0 ? deep?.[place.deepIndex] : field.read(object)
    } catch (error) {
      value = asFieldError(error)
    }
    this.#out += field.prefix
    if ((value === null || value === undefined) && !place.shape.nonNull) {
      this.#out += 'null'
      return true
    }
    const text = leaf?.(value)
    if (text === undefined) return this.#position(place, place.shape, value, source, place.responseKey)
    this.#out += text
    return true
  }

  /** A field or list item: where it is nullable, an error below it stops here. */
  #position(place: FieldPlace, shape: Shape, value: unknown, source: string, segment: string | number): boolean {
    const before = this.#out
    const known = this.#failures.length
    const ok = this.#value(place, shape, value, source)
    for (let at = known; at < this.#failures.length; at++) this.#failures[at]?.path.push(segment)
    if (ok) return true
    this.#failure?.path.push(segment)
    if (shape.nonNull) return false
    this.#keep()
    this.#out = `${before}null`
    return true
  }

  #value(place: FieldPlace, shape: Shape, value: unknown, source: string): boolean {
    if (value === undefined || value === null) return this.#null(place, shape)
    if (value instanceof Error) return this.#fail(value, place)
    if (value instanceof Shared) return this.#shared(place, shape, value, source)
    if (shape.kind === 'leaf') return this.#leaf(place, shape, value, source)
    if (shape.kind === 'list') return this.#list(place, shape.item, value, source)
    if (value instanceof Node) return this.#object(value.selection, value.value as object, value.source, value.deep)
    if (typeof value !== 'object' || Array.isArray(value)) return this.#fail(wrongShape('an object', source), place)
    return this.#object(place.selection(shape.type as GraphQLObjectType), value, source, undefined)
  }

  #null(place: FieldPlace, { nonNull }: Shape): boolean {
    if (nonNull) {
      const { parentType, definition } = place
      return this.#fail(
        new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`),
        place,
      )
    }
    this.#out += 'null'
    return true
  }

  #leaf(place: FieldPlace, shape: LeafShape, value: unknown, source: string): boolean {
    const read = place.kind === 'plain' && place.deepIndex < 0 ? readLeaf(value, shape, source) : value
    if (read instanceof Error) return this.#fail(read, place)
    try {
      this.#out += coercedText(shape.type, read)
      return true
    } catch (error) {
      return this.#fail(error, place)
    }
  }

  #list(place: FieldPlace, item: Shape, value: unknown, source: string): boolean {
    if (!Array.isArray(value)) return this.#fail(wrongShape('a list', source), place)
    for (let at = 0; at < value.length; at++) {
      this.#out += at === 0 ? '[' : ','
      if (!this.#position(place, item, value[at], source, at)) return false
    }
    this.#out += value.length === 0 ? '[]' : ']'
    return true
  }

  /** Text without errors is the same wherever the value stands. */
  #shared(place: FieldPlace, shape: Shape, shared: Shared, source: string): boolean {
    if (shared.text !== undefined) {
      this.#out += shared.text
      return true
    }
    const before = this.#out
    const known = this.#failures.length
    this.#out = ''
    const ok = this.#value(place, shape, shared.value, source)
    if (ok && this.#failures.length === known) shared.text = this.#out
    this.#out = before + this.#out
    return ok
  }

  #fail(error: unknown, { nodes }: FieldPlace): boolean {
    this.#failure = { error, nodes, path: [] }
    return false
  }

  #keep(): void {
    if (this.#failure) this.#failures.push(this.#failure)
    this.#failure = undefined
  }
}
