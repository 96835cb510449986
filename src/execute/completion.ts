import type { LeafShape, Shape } from '../plan/operation/shape.ts'
import { asFieldError, wrongShape } from '../result/field-error.ts'
import { nullError } from './execution-error.ts'
import { coercedText, needsEscape } from './leaf-text.ts'
import { Node, Shared } from './node.ts'
import type { Output } from './output.ts'
import { readLeaf } from './read-value.ts'
import { type FieldWriter, type SelectionWriter, selectionWriter } from './selection-writer.ts'

/** The settled values of an object's deep places. */
export type Deep = readonly unknown[] | undefined

/**
 * Writes an answer's JSON in one depth-first pass in document order: coercion, null propagation and paths (specification,
 * section 6.4). Every method answers false where an error is on its way to the position around it.
 *
 * Its members are private to the compiler only: the check of a `#name` at each call would be felt here.
 */
export class Completion {
  private readonly output: Output

  constructor(output: Output) {
    this.output = output
  }

  /** Writes the root's next field; false where the answer is `null` because of it. */
  writeField({ selection, source, value, deep }: Node, at: number): boolean {
    const { fields } = selectionWriter(selection, source)
    const ok = this.fields(fields.slice(at, at + 1), value as object, deep)
    if (!ok) this.output.keep()
    return ok
  }

  fields(fields: SelectionWriter['fields'], object: object, deep: Deep): boolean {
    const { sink } = this.output
    let text = ''
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] as FieldWriter | string
      if (typeof field === 'string') {
        text += field
        continue
      }
      const value = this.read(field, object, deep)
      if (field.isString && typeof value === 'string') {
        text += needsEscape(value) ? field.prefix + JSON.stringify(value) : `${field.quotedPrefix}${value}"`
        continue
      }
      if (field.isId && typeof value === 'number' && Number.isSafeInteger(value)) {
        text += `${field.quotedPrefix}${value}"`
        continue
      }
      text += field.prefix
      const leaf = field.leaf(value)
      if (leaf !== undefined) {
        text += leaf
        continue
      }
      sink.text += text
      text = ''
      if (!this.position(field, field.place.shape, value, field.place.responseKey)) return false
    }
    sink.text += text
    return true
  }

  position(field: FieldWriter, shape: Shape, value: unknown, segment: string | number): boolean {
    const { sink, failureCount: failures } = this.output
    if ((value === null || value === undefined) && !shape.nonNull) {
      sink.text += 'null'
      return true
    }
    const { size, text } = sink
    const ok = this.value(field, shape, value)
    if (ok && this.output.failureCount === failures) return true
    return this.output.leave({ size, text, failures }, ok, shape, segment)
  }

  read(field: FieldWriter, object: object, deep: Deep): unknown {
    try {
      if (field.property !== undefined) return (object as Record<string, unknown>)[field.property]
      return field.deepIndex >= 0 ? deep?.[field.deepIndex] : field.read(object)
    } catch (error) {
      return asFieldError(error)
    }
  }

  value(field: FieldWriter, shape: Shape, value: unknown): boolean {
    if (value === null || value === undefined) return this.output.fail(nullError(field), field)
    if (value instanceof Error) return this.output.fail(value, field)
    if (field.deepIndex >= 0 && value instanceof Shared) return this.shared(field, shape, value)
    if (shape.kind === 'leaf') return this.leaf(field, shape, value)
    if (shape.kind === 'list') return this.list(field, shape.item, value)
    if (field.deepIndex >= 0 && value instanceof Node)
      return this.object(field, field.writerOf(value.selection, value.source), value.value as object, value.deep)
    if (typeof value === 'object' && !Array.isArray(value)) return this.object(field, field.below(), value, undefined)
    return this.output.fail(wrongShape('an object', field.source), field)
  }

  private leaf(field: FieldWriter, shape: LeafShape, value: unknown): boolean {
    const read = field.deepIndex < 0 ? readLeaf(value, shape, field.source) : value
    if (read instanceof Error) return this.output.fail(read, field)
    try {
      this.output.sink.text += coercedText(shape.type, read)
      return true
    } catch (error) {
      return this.output.fail(error, field)
    }
  }

  private list(field: FieldWriter, item: Shape, value: unknown): boolean {
    if (!Array.isArray(value)) return this.output.fail(wrongShape('a list', field.source), field)
    const { sink } = this.output
    for (let at = 0; at < value.length; at++) {
      sink.text += at === 0 ? '[' : ','
      if (!this.position(field, item, value[at], at)) return false
      sink.flushIfLong()
    }
    sink.text += value.length === 0 ? '[]' : ']'
    return true
  }

  private object(field: FieldWriter, { fields, selection }: SelectionWriter, object: object, deep: Deep): boolean {
    if (selection.error) return this.output.fail(selection.error, field)
    if (!this.fields(fields, object, deep)) return false
    this.output.sink.text += fields.length === 0 ? '{}' : '}'
    return true
  }

  /** Text without errors is the same wherever the value stands. */
  private shared(field: FieldWriter, shape: Shape, shared: Shared): boolean {
    const { sink } = this.output
    if (shared.text !== undefined) {
      sink.text += shared.text
      return true
    }
    const { size, text } = sink
    const { failureCount } = this.output
    const ok = this.value(field, shape, shared.value)
    if (ok && this.output.failureCount === failureCount) shared.text = sink.textSince(size, text)
    return ok
  }
}
