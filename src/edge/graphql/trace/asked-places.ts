import type { FieldPlace, Selection } from '../../../plan/operation/operation-plan.ts'
import type { Shape } from '../../../plan/operation/shape.ts'
import type { SourcePlan } from '../../../source/source-plan.ts'

/** Most positions that are told of one place, and most characters of one: fragments may be spread everywhere. */
const MOST_POSITIONS = 10
const MOST_CHARACTERS = 200

/**
 * Which places of an operation ask what, and where they stand. A selection may stand at several places, so each is looked up by
 * the places that lead to it.
 */
export class AskedPlaces {
  #root: Selection | undefined
  /** What places ask, in the order in which they ask. */
  readonly #asked = new Map<FieldPlace, Set<SourcePlan>>()
  readonly #places = new Map<SourcePlan, Set<FieldPlace>>()
  readonly #leadTo = new Map<Selection, Set<FieldPlace>>()
  readonly #positions = new Map<FieldPlace, readonly string[]>()
  #standIn: Map<FieldPlace, Selection[]> | undefined

  begin(root: Selection): void {
    this.#root = root
    this.#leadTo.set(root, new Set())
  }

  ask(place: FieldPlace, plan: SourcePlan): void {
    addTo(this.#asked, place, plan)
    addTo(this.#places, plan, place)
  }

  lead(place: FieldPlace, selection: Selection): void {
    addTo(this.#leadTo, selection, place)
  }

  /** The response positions that a plan's answers feed, as `posts[].author`; some of them where they are many. */
  positionsOf(plan: SourcePlan): readonly string[] {
    const all = [...(this.#places.get(plan) ?? [])].flatMap(place => this.#positionsAt(place))
    return [...new Set(all)].slice(0, MOST_POSITIONS)
  }

  /** What had to be answered before this could be asked. */
  plansBefore(plan: SourcePlan): ReadonlySet<SourcePlan> {
    const before = new Set<SourcePlan>()
    const seen = new Set<FieldPlace>()
    const visit = (place: FieldPlace, own: boolean) => {
      if (seen.has(place)) return
      seen.add(place)
      const asked = [...(this.#asked.get(place) ?? [])]
      const earlier = own ? asked.slice(0, asked.indexOf(plan)) : asked
      if (earlier.length > 0) for (const each of earlier) before.add(each)
      else for (const parent of this.#parentsOf(place)) visit(parent, false)
    }
    for (const place of this.#places.get(plan) ?? []) visit(place, true)
    before.delete(plan)
    return before
  }

  #parentsOf(place: FieldPlace): FieldPlace[] {
    return this.#selectionsWith(place).flatMap(selection => [...(this.#leadTo.get(selection) ?? [])])
  }

  #selectionsWith(place: FieldPlace): readonly Selection[] {
    this.#standIn ??= this.#findPlaces()
    return this.#standIn.get(place) ?? []
  }

  #findPlaces(): Map<FieldPlace, Selection[]> {
    const found = new Map<FieldPlace, Selection[]>()
    for (const selection of this.#leadTo.keys())
      for (const place of selection.deepPlaces) found.set(place, [...(found.get(place) ?? []), selection])
    return found
  }

  #positionsAt(place: FieldPlace): readonly string[] {
    const known = this.#positions.get(place)
    if (known) return known
    // Until it is known, so that nothing goes in a circle.
    this.#positions.set(place, [])
    const found = new Set<string>()
    for (const selection of this.#selectionsWith(place)) {
      if (selection === this.#root) found.add(place.responseKey)
      for (const parent of this.#leadTo.get(selection) ?? [])
        for (const position of this.#positionsAt(parent))
          found.add(shortened(`${position}${listsOf(parent.shape)}.${place.responseKey}`))
    }
    const positions = [...found].slice(0, MOST_POSITIONS)
    this.#positions.set(place, positions)
    return positions
  }
}

function listsOf(shape: Shape): string {
  return shape.kind === 'list' ? `[]${listsOf(shape.item)}` : ''
}

/** Names are the client's. */
function shortened(position: string): string {
  return position.length > MOST_CHARACTERS ? `…${position.slice(1 - MOST_CHARACTERS)}` : position
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const known = map.get(key)
  if (known) known.add(value)
  else map.set(key, new Set([value]))
}
