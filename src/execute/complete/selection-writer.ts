import { GraphQLID, type GraphQLObjectType, GraphQLString } from 'graphql'
import type { FieldPlace, Selection } from '../../plan/operation/operation-plan.ts'
import { innermost } from '../../plan/operation/shape.ts'
import { fixedPath } from '../../plan/source-path.ts'
import { readPlace } from '../read/read-field.ts'
import { type LeafText, leafText, stringText } from './leaf-text.ts'
import { RowWriter } from './row-writer.ts'

/** How an object of a selection, answered by one source, is written. */
export interface SelectionWriter {
  readonly selection: Selection
  readonly source: string
  /** One for each place, in its order; text where every object has the same. */
  readonly fields: readonly (FieldWriter | string)[]
  /** The same fields; those that code can write are taken together. */
  readonly parts: readonly (FieldWriter | RowWriter<FieldWriter> | string)[]
  /** Writes all fields, where code can write them. */
  readonly row: RowWriter<FieldWriter> | undefined
}

export class FieldWriter {
  /** What stands before the value: `{"name":` or `,"name":`. */
  readonly prefix: string
  /** The prefix with the quote of a string behind it. */
  readonly quotedPrefix: string
  readonly place: FieldPlace
  readonly deepIndex: number
  /** Whether a string is written between quotes as it is. */
  readonly isString: boolean
  /** Whether an integer is too. */
  readonly isId: boolean
  /** The source that answered the object. */
  readonly source: string
  /** The property that a plain field reads, where it is one that no object inherits. */
  readonly rowProperty: string | undefined
  /** The same, where what stands there is told as it is. */
  readonly property: string | undefined
  /** The fast way to a leaf's text; for lists and objects there is none. */
  readonly leaf: LeafText | undefined
  #below: SelectionWriter | undefined
  #lastBelow: SelectionWriter | undefined
  #whole: RowWriter<FieldWriter> | undefined
  #lastWhole: SelectionWriter | undefined

  constructor(prefix: string, place: FieldPlace, source: string) {
    this.prefix = prefix
    this.quotedPrefix = `${prefix}"`
    this.place = place
    this.deepIndex = place.deepIndex
    const { shape } = place
    this.isId = shape.kind === 'leaf' && shape.type === GraphQLID
    this.isString = this.isId || (shape.kind === 'leaf' && shape.type === GraphQLString)
    this.source = place.home?.source ?? source
    this.rowProperty = propertyOf(place, source)
    this.property = place.field?.globalIdOf === undefined ? this.rowProperty : undefined
    this.leaf = shape.kind === 'leaf' ? leafText(shape.type) : undefined
  }

  /** Reads a plain field of an object. */
  read(object: object): unknown {
    return readPlace(object, this.place, this.source)
  }

  /** The writer of the field's objects where they are read from the same answer. */
  below(): SelectionWriter {
    this.#below ??= selectionWriter(
      this.place.selection(innermost(this.place.shape).type as GraphQLObjectType),
      this.source,
    )
    return this.#below
  }

  /** The writer of one of the field's objects that a source was asked for, or asked below. */
  writerOf(selection: Selection, source: string): SelectionWriter {
    const last = this.#lastBelow
    if (last?.selection === selection && last.source === source) return last
    this.#lastBelow = selectionWriter(selection, source)
    return this.#lastBelow
  }

  /** Writes the field with an object of the writer in it, where code can write all of that. */
  whole(writer: SelectionWriter): RowWriter<FieldWriter> | undefined {
    if (this.#lastWhole !== writer) {
      this.#lastWhole = writer
      this.#whole = writer.row && new RowWriter([this.prefix, ...writer.row.fields, '}'])
    }
    return this.#whole
  }
}

const writers = new WeakMap<Selection, Map<string, SelectionWriter>>()

/** The writer of a selection for objects of a source; made once. */
export function selectionWriter(selection: Selection, source: string): SelectionWriter {
  const bySource = writers.get(selection) ?? new Map<string, SelectionWriter>()
  const known = bySource.get(source)
  if (known) return known
  const fields = createFields(selection, source)
  const parts = RowWriter.gather(fields)
  const row = parts.length === 1 && parts[0] instanceof RowWriter && !selection.error ? parts[0] : undefined
  const writer = { selection, source, fields, parts, row }
  bySource.set(source, writer)
  writers.set(selection, bySource)
  return writer
}

function createFields({ type, places }: Selection, source: string): SelectionWriter['fields'] {
  return places.map((place, at) => {
    const prefix = `${at === 0 ? '{' : ','}${JSON.stringify(place.responseKey)}:`
    return place.kind === 'typename' ? `${prefix}${stringText(type.name)}` : new FieldWriter(prefix, place, source)
  })
}

/** What every object inherits must not be taken for what the upstream said. */
function propertyOf({ field, deepIndex, shape }: FieldPlace, source: string): string | undefined {
  const path = fixedPath(field?.paths.get(source)) ?? []
  const [only] = path
  const isProperty = deepIndex < 0 && path.length === 1 && only?.kind === 'property'
  // An absent list is empty then.
  if (isProperty && only.optional && shape.kind === 'list') return undefined
  return isProperty && !(only.name in Object.prototype) ? only.name : undefined
}
