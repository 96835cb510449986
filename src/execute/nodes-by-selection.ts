import type { Selection } from '../plan/operation/operation-plan.ts'
import type { Node } from './answer-node.ts'

/** The Nodes of one place by their selections, of which there are few, and mostly the same as before. */
export class NodesBySelection implements Iterable<readonly [Selection, readonly Node[]]> {
  readonly #lists = new Map<Selection, Node[]>()
  #last: Selection | undefined
  #nodes: Node[] = []

  add(node: Node): void {
    if (node.selection !== this.#last) {
      this.#last = node.selection
      this.#nodes = this.#lists.get(node.selection) ?? []
      this.#lists.set(node.selection, this.#nodes)
    }
    this.#nodes.push(node)
  }

  [Symbol.iterator](): Iterator<readonly [Selection, readonly Node[]]> {
    return this.#lists[Symbol.iterator]()
  }
}
