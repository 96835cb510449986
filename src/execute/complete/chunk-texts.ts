import { Node, Shared } from '../answer-node.ts'
import { LONG_TEXTS, RowWriter } from './row-writer.ts'
import type { FieldWriter, SelectionWriter } from './selection-writer.ts'

/** Fewer items are written one by one as fast. */
const FEWEST = 4

/** The texts of each item; undefined for one that is to be written by itself. */
type Column = readonly (string | undefined)[]

/** What is written already of the items of a chunk, part by part. */
export class ChunkTexts {
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
  ): ChunkTexts | undefined {
    if (to - from < FEWEST) return undefined
    const items = list.slice(from, to)
    const writer = writerOfAll(field, items)
    if (!writer || writer.selection.error) return undefined
    const nodes = items as readonly Node[]
    const objects = nodes.map(objectOf)
    let length = 0
    const columns = writer.parts.map(part => {
      if (length > LONG_TEXTS) return undefined
      const texts = part instanceof RowWriter ? part.texts(objects, warmUp) : childTexts(part, nodes, warmUp)
      for (const text of texts ?? []) length += text?.length ?? 0
      return texts
    })
    return columns.some(column => column) ? new ChunkTexts(columns) : undefined
  }

  /** The text of the whole item; undefined where a part of it is to be written by itself. */
  whole(): string | undefined {
    let text = ''
    for (const column of this.#columns) {
      const written = column?.[this.item]
      if (written === undefined) return undefined
      text += written
    }
    return `${text}}`
  }

  /** The text of a part of the item. */
  at(part: number): string | undefined {
    return this.#columns[part]?.[this.item]
  }
}

/** A field's text for each parent that has an object there which code writes whole. */
function childTexts(field: FieldWriter | string, parents: readonly Node[], warmUp: number): Column | undefined {
  if (typeof field === 'string' || field.deepIndex < 0) return undefined
  const children = parents.map(({ deep }) => deep[field.deepIndex])
  const shared = children.filter(child => child instanceof Shared)
  if (shared.length > 0) writeShared(field, shared, warmUp)
  const nodes = children.filter(child => child instanceof Node)
  const writer = writerOfAll(field, nodes)
  const texts = writer && field.whole(writer)?.texts(nodes.map(objectOf), warmUp)
  if (texts?.length === children.length) return texts
  let written = 0
  const column = children.map(child => {
    if (child instanceof Node) return texts?.[written++]
    return child instanceof Shared && child.text !== undefined ? field.prefix + child.text : undefined
  })
  return column.some(text => text !== undefined) ? column : undefined
}

/** Writes each object that stands under several parents once, where code writes all of it. */
function writeShared(field: FieldWriter, shared: readonly Shared[], warmUp: number): void {
  const unwritten = new Set(shared.filter(({ text, value }) => text === undefined && value instanceof Node))
  const nodes = Array.from(unwritten, ({ value }) => value as Node)
  const texts = writerOfAll(field, nodes)?.row?.texts(nodes.map(objectOf), warmUp)
  if (!texts) return
  let written = 0
  for (const each of unwritten) each.text = `${texts[written++]}}`
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
