import type { FieldPlace, Selection } from '../plan/operation/operation-plan.ts'
import { Node } from './answer-node.ts'
import { caught } from './caught.ts'
import { DistinctKeys } from './distinct-keys.ts'
import type { PlaceLoaders } from './place-loaders.ts'
import { asHomeRow, readHomeKey } from './read/read-home.ts'
import type { Turns } from './turns.ts'

/** Completes objects of which their answer carries only a part: their other plain fields are read from their home. */
export class HomeFields {
  readonly #loaders: PlaceLoaders
  readonly #turns: Turns
  readonly #read: (place: FieldPlace, rows: readonly Node[]) => void

  /** `read` resolves a place for what the home answered. */
  constructor(loaders: PlaceLoaders, turns: Turns, read: (place: FieldPlace, rows: readonly Node[]) => void) {
    this.#loaders = loaders
    this.#turns = turns
    this.#read = read
  }

  /** Loads the homes of the objects, where a field is selected that is read there. A home that fails is an error of each. */
  ask({ deepPlaces }: Selection, nodes: readonly Node[]): void {
    const places = deepPlaces.filter(({ home }) => home)
    const [first] = places
    if (!first?.home) return
    const { home } = first
    const settle = ({ deep }: Node, value: unknown) => {
      for (const { deepIndex } of places) deep[deepIndex] = value
    }
    const distinct = new DistinctKeys()
    const keyed: { readonly node: Node; readonly slot: number }[] = []
    for (const node of nodes) {
      const key = caught(() => readHomeKey(home, node.value, node.source))
      if (!key) settle(node, this.#loaders.emptySlot(home, 'null_key'))
      else if (key instanceof Error) settle(node, key)
      else keyed.push({ node, slot: distinct.add(key) })
    }
    if (keyed.length === 0) return
    this.#turns.when(this.#loaders.ofHome(first, home, places).loadMany(distinct.keys, distinct.ids), answers => {
      const rows: Node[] = []
      for (const { node, slot } of keyed) {
        const row = asHomeRow(answers[slot], home)
        if (row === null || row instanceof Error) settle(node, row)
        else rows.push(new Node(row, home.source, node.selection, node.deep))
      }
      if (rows.length > 0) for (const place of places) this.#turns.soon(() => this.#read(place, rows))
    })
  }
}
