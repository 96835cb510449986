import type { LeafShape, Shape } from '../../plan/operation/shape.ts'
import { asFieldError, wrongShape } from '../../result/field-error.ts'
import { withoutStacks } from '../../result/without-stacks.ts'
import { Node, Shared } from '../answer-node.ts'
import { readLeaf } from '../read/read-value.ts'
import { ChunkTexts } from './chunk-texts.ts'
import { nullError } from './execution-error.ts'
import { coercedText, isJson, isText, stringText } from './leaf-text.ts'
import { CHUNK, isList, itemOf, type List, nextCount, rowOf, valuesOf } from './long-list.ts'
import { needsEscape } from './needs-escape.ts'
import type { Output } from './output.ts'
import { RowWriter } from './row-writer.ts'
import { type FieldWriter, type SelectionWriter, selectionWriter } from './selection-writer.ts'

/** The settled values of an object's deep places. */
export type Deep = readonly unknown[] | undefined

/** Text of one object from which on it is handed on: an object can have thousands of fields. */
const LONG_TEXT = 65_536

/**
 * Writes an answer's JSON in one depth-first pass in document order: coercion, null propagation and paths (specification,
 * section 6.4). Every method answers false where an error is on its way to the position around it. SlicedCompletion is its
 * twin for very large answers: what one of them does at a position, the other does too.
 *
 * Its members are private to the compiler only: the check of a `#name` at each call would be felt here.
 */
export class Completion {
  private readonly output: Output
  private readonly warmUp: number

  /** Code is generated for rows of which more than `warmUp` have been written. */
  constructor(output: Output, warmUp: number) {
    this.output = output
    this.warmUp = warmUp
  }

  /** Writes the root's next field; false where the answer is `null` because of it. */
  writeField({ selection, source, value, deep }: Node, at: number): boolean {
    const { fields } = selectionWriter(selection, source)
    const ok = this.fields(fields.slice(at, at + 1), value as object, deep)
    if (!ok) this.output.keep()
    return ok
  }

  fields(fields: SelectionWriter['parts'], object: object, deep: Deep, texts?: ChunkTexts): boolean {
    const { sink } = this.output
    this.output.spend(fields.length)
    let text = ''
    for (let at = 0; at < fields.length; at++) {
      const written = texts?.at(at)
      if (written !== undefined) {
        text += written
        continue
      }
      const field = fields[at] as SelectionWriter['parts'][number]
      if (typeof field === 'string') {
        text += field
        continue
      }
      if (field instanceof RowWriter) {
        const row = field.text(object, this.warmUp)
        if (row !== undefined) {
          text += row
          continue
        }
        sink.text += text
        text = ''
        if (!this.fields(field.fields, object, deep)) return false
        continue
      }
      if (text.length > LONG_TEXT) {
        sink.text += text
        text = ''
        sink.flushIfLong()
      }
      const value = this.read(field, object, deep)
      if (field.isString && typeof value === 'string') {
        this.output.spendText(value)
        text += needsEscape(value) ? field.prefix + JSON.stringify(value) : `${field.quotedPrefix}${value}"`
        continue
      }
      if (field.isId && typeof value === 'number' && Number.isSafeInteger(value)) {
        text += `${field.quotedPrefix}${value}"`
        continue
      }
      text += field.prefix
      const leaf = field.leaf?.(value)
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

  /** `texts` are those that are written already of the object that stands here. */
  position(field: FieldWriter, shape: Shape, value: unknown, segment: string | number, texts?: ChunkTexts): boolean {
    const { sink, failureCount: failures } = this.output
    if ((value === null || value === undefined) && !shape.nonNull) {
      sink.text += 'null'
      return true
    }
    const { size, text } = sink
    const ok = this.value(field, shape, value, texts)
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

  value(field: FieldWriter, shape: Shape, value: unknown, texts?: ChunkTexts): boolean {
    if (value === null || value === undefined) return this.output.fail(nullError(field), field)
    if (value instanceof Error) return this.output.fail(value, field)
    if (field.deepIndex >= 0 && value instanceof Shared) return this.shared(field, shape, value)
    if (shape.kind === 'leaf') return this.leaf(field, shape, value)
    if (shape.kind === 'list') return this.list(field, shape.item, value)
    if (field.deepIndex >= 0 && value instanceof Node)
      return this.object(field, field.writerOf(value.selection, value.source), value.value as object, value.deep, texts)
    if (typeof value === 'object' && (!Array.isArray(value) || shape.listed.has(field.source)))
      return this.object(field, field.below(), value, undefined)
    return this.output.fail(wrongShape('an object', field.source), field)
  }

  private leaf(field: FieldWriter, shape: LeafShape, value: unknown): boolean {
    const read = field.deepIndex < 0 ? readLeaf(value, shape, field.source) : value
    if (read instanceof Error) return this.output.fail(read, field)
    if (read === null && !shape.nonNull) {
      this.output.sink.text += 'null'
      return true
    }
    if (read === null) return this.output.fail(nullError(field), field)
    if (typeof read === 'string') this.output.spendText(read)
    if (typeof read === 'string' && isText(shape.type)) {
      this.output.sink.text += stringText(read)
      return true
    }
    const isPlain = isJson(shape.type) && this.output.spendJson(read)
    try {
      this.output.sink.text += isPlain ? JSON.stringify(read) : withoutStacks(() => coercedText(shape.type, read))
      return true
    } catch (error) {
      return this.output.fail(error, field)
    }
  }

  private list(field: FieldWriter, item: Shape, value: unknown): boolean {
    if (!isList(value)) return this.output.fail(wrongShape('a list', field.source), field)
    const { sink } = this.output
    const { length } = value
    for (let from = 0, count = CHUNK; from < length; ) {
      const to = Math.min(from + count, length)
      const start = sink.length
      if (!this.items(field, item, value, from, to)) return false
      count = nextCount(count, sink.length - start)
      from = to
    }
    sink.text += length === 0 ? '[]' : ']'
    return true
  }

  /** Writes a chunk of a list's items. */
  items(field: FieldWriter, item: Shape, list: List, from: number, to: number): boolean {
    const { sink } = this.output
    const objects = valuesOf(list)
    const row = rowOf(field, item, list)
    this.output.spend((to - from) * (row?.fields.length ?? 1))
    const rows = row?.listText(objects, from, to, this.warmUp)
    if (rows !== undefined) {
      sink.text += rows
      sink.flushIfLong()
      return true
    }
    const texts = ChunkTexts.of(field, objects, from, to, this.warmUp)
    for (let at = from; at < to; at++) {
      sink.text += at === 0 ? '[' : ','
      if (texts) texts.item = at - from
      const whole = texts?.whole()
      if (whole !== undefined) sink.text += whole
      else if (!this.position(field, item, itemOf(list, at, item), at, texts)) return false
      sink.flushIfLong()
    }
    return true
  }

  private object(
    field: FieldWriter,
    { parts, selection }: SelectionWriter,
    object: object,
    deep: Deep,
    texts?: ChunkTexts,
  ): boolean {
    if (selection.error) return this.output.fail(selection.error, field)
    if (!this.fields(parts, object, deep, texts)) return false
    this.output.sink.text += parts.length === 0 ? '{}' : '}'
    return true
  }

  /** Text without errors is the same wherever the value stands. */
  private shared(field: FieldWriter, shape: Shape, shared: Shared): boolean {
    const { sink } = this.output
    if (shared.text !== undefined) {
      sink.text += shared.text
      sink.flushIfLong()
      return true
    }
    const { size, text } = sink
    const { failureCount } = this.output
    const ok = this.value(field, shape, shared.value)
    if (ok && this.output.failureCount === failureCount) shared.text = sink.textSince(size, text)
    return ok
  }
}
