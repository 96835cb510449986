import { type GraphQLObjectType, isAbstractType } from 'graphql'
import type { Selection as Projection } from '../../source/source-plan.ts'
import type { Path } from '../path.ts'
import type { SchemaPlan } from '../schema-plan.ts'
import type { FieldPlace, Selection } from './operation-plan.ts'
import { innermost } from './shape.ts'

type Tree = Map<string, Tree>

/** The places of a plan that may use each binding or home, by the coordinate of its directive. */
export type PlacesByLoad = ReadonlyMap<string, readonly FieldPlace[]>

/** Finds every place that may ask a source, whatever the types of the objects that will be there. */
export function placesByLoad(schemaPlan: SchemaPlan, root: Selection): PlacesByLoad {
  const found = new Map<string, FieldPlace[]>()
  const visited = new Set<Selection>()
  const visit = (selection: Selection) => {
    if (visited.has(selection)) return
    visited.add(selection)
    for (const place of fieldPlaces(selection)) {
      const inner = innermost(place.shape)
      const bound = place.field?.bound ?? (place.field && schemaPlan.types.get(typeName(inner))?.home)
      if (bound) found.set(bound.coordinate, [...(found.get(bound.coordinate) ?? []), place])
      for (const below of selectionsBelow(schemaPlan, place)) visit(below)
    }
  }
  visit(root)
  return found
}

/** What places need of the answers of one source: the union of their plain fields, and of the keys of their bound fields. */
export function projectionOf(schemaPlan: SchemaPlan, places: readonly FieldPlace[], source: string): Projection {
  const projector = new Projector(schemaPlan, source)
  const tree: Tree = new Map()
  for (const place of places) projector.addBelow(tree, place)
  return tree
}

class Projector {
  readonly #schemaPlan: SchemaPlan
  readonly #source: string
  /** The selections that a tree has already. */
  readonly #added = new Map<Tree, Set<Selection>>()

  constructor(schemaPlan: SchemaPlan, source: string) {
    this.#schemaPlan = schemaPlan
    this.#source = source
  }

  addBelow(tree: Tree, place: FieldPlace): void {
    const added = this.#added.get(tree) ?? new Set()
    this.#added.set(tree, added)
    for (const selection of selectionsBelow(this.#schemaPlan, place)) {
      if (added.has(selection)) continue
      added.add(selection)
      for (const child of fieldPlaces(selection)) this.#add(tree, child)
    }
  }

  #add(tree: Tree, child: FieldPlace): void {
    const { bound, paths } = child.field ?? {}
    if (bound) for (const part of bound.key) addPath(tree, part.paths.get(this.#source) ?? [])
    else this.addBelow(addPath(tree, paths?.get(this.#source) ?? []), child)
  }
}

/** Adds the path's properties; lists on the way are transparent. */
function addPath(tree: Tree, path: Path): Tree {
  let at = tree
  for (const segment of path) {
    if (segment.kind !== 'property') continue
    const next = at.get(segment.name) ?? new Map()
    at.set(segment.name, next)
    at = next
  }
  return at
}

function selectionsBelow({ schema }: SchemaPlan, place: FieldPlace): Selection[] {
  const inner = innermost(place.shape)
  if (inner.kind === 'leaf' || place.kind === 'custom') return []
  const types = isAbstractType(inner.type) ? schema.getPossibleTypes(inner.type) : [inner.type as GraphQLObjectType]
  return types.map(place.selection)
}

function fieldPlaces({ places }: Selection): FieldPlace[] {
  return places.filter(place => place.kind !== 'typename')
}

function typeName(inner: ReturnType<typeof innermost>): string {
  return inner.type.name
}
