import { Node } from './node.ts'
import { RowWriter } from './row-writer.ts'
import { FieldWriter, type SelectionWriter } from './selection-writer.ts'

/** Fewer items are written one by one as fast. */
const FEWEST = 4

/** The texts of each item; undefined for one that is to be written by itself. */
type Column = readonly (string | undefined)[]

/** What is written already of the items of a stretch, part by part. */
export class StretchTexts {
  readonly #columns: readonly (Column | undefined)[]
  /** The item that is being written. */
  item = 0

  private constructor(columns: readonly (Column | undefined)[]) {
    this.#columns = columns
  }

  /**
   * Writes what code can write of a list's objects and of those that a source was asked for below them. Looking at the
   * texts of many at once costs a fraction of a look at each. Undefined for items of which nothing is written so.
   */
  static of(
    field: FieldWriter,
    list: readonly unknown[],
    from: number,
    to: number,
    warmUp: number,
  ): StretchTexts | undefined {
    if (to - from < FEWEST) return undefined
    const items = list.slice(from, to)
    const writer = writerOfAll(field, items)
    if (!writer) return undefined
    const nodes = items as readonly Node[]
    const objects = nodes.map(objectOf)
    const columns = writer.parts.map(part => {
      if (part instanceof RowWriter) return part.texts(objects, warmUp)
      return part instanceof FieldWriter && part.deepIndex >= 0 ? childTexts(part, nodes, warmUp) : undefined
    })
    return columns.some(column => column) ? new StretchTexts(columns) : undefined
  }

  /** The text of a part of the item. */
  at(part: number): string | undefined {
    return this.#columns[part]?.[this.item]
  }
}

/** A field's text for each parent that has an object there which code writes whole. */
function childTexts(field: FieldWriter, parents: readonly Node[], warmUp: number): Column | undefined {
  const children = parents.map(({ deep }) => deep[field.deepIndex])
  const nodes = children.filter(child => child instanceof Node)
  const row = writerOfAll(field, nodes)?.row
  const texts = row?.texts(nodes.map(objectOf), warmUp)
  if (!texts) return undefined
  let written = 0
  return children.map(child => (child instanceof Node ? `${field.prefix}${texts[written++]}}` : undefined))
}

function objectOf({ value }: Node): object {
  return value as object
}

/** The writer of values that are objects of one selection and source, all of them. */
function writerOfAll(field: FieldWriter, values: readonly unknown[]): SelectionWriter | undefined {
  const [first] = values
  if (!(first instanceof Node)) return undefined
  const { selection, source } = first
  const isAlike = (value: unknown) => value instanceof Node && value.selection === selection && value.source === source
  return values.every(isAlike) ? field.writerOf(selection, source) : undefined
}
