import type { ASTNode, DocumentNode, SourceLocation } from 'graphql'

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/** Tells where nodes stand in their text; undefined where none of them was read from it. */
export type Locate = (nodes: readonly ASTNode[] | undefined) => readonly SourceLocation[] | undefined

/**
 * Where a document's nodes stand in its text. graphql-js looks for the line of an error by walking the whole text, for
 * each error again; this takes the positions out of the document, so that it has nothing to look for, and tells lines by
 * one table. Without its positions a document does not hold its tokens either, which are most of its memory.
 */
export class DocumentPositions {
  readonly #text: string
  readonly #starts = new Map<ASTNode, number>()
  #lines: readonly number[] | undefined

  constructor(document: DocumentNode) {
    this.#text = document.loc?.source.body ?? ''
    const open: object[] = [document]
    for (let next = open.pop(); next; next = open.pop()) {
      if (isNode(next)) this.#take(next)
      for (const value of Object.values(next)) if (typeof value === 'object' && value !== null) open.push(value)
    }
  }

  readonly locate: Locate = nodes => {
    const found = nodes?.flatMap(node => {
      const start = this.#starts.get(node)
      return start === undefined ? [] : [this.#location(start)]
    })
    return found && found.length > 0 ? found : undefined
  }

  #take(node: ASTNode): void {
    if (!node.loc) return
    this.#starts.set(node, node.loc.start)
    ;(node as { loc?: unknown }).loc = undefined
  }

  /** Lines and columns count from 1 (specification, section 7.1.2). */
  #location(start: number): SourceLocation {
    this.#lines ??= lineStarts(this.#text)
    let [low, high] = [0, this.#lines.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#lines[middle] as number) <= start) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: start - (this.#lines[low] as number) + 1 }
  }
}

function isNode(value: object): value is ASTNode {
  return 'kind' in value && typeof value.kind === 'string'
}

/** Lines end as the specification says (section 2.1.2). A text may be nothing but ends of lines. */
function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED)) starts.push(at + 1)
  }
  return starts
}
