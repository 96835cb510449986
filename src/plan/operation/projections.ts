import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Projection } from '../../source/source-plan.ts'
import { keyHome } from '../key-home.ts'
import type { Path } from '../path.ts'
import type { BoundPlan, FieldPlan, KeyPart, SchemaPlan } from '../schema-plan.ts'
import { readsOf, type SourcePath } from '../source-path.ts'
import { applies } from './collect-fields.ts'
import { constantArgs } from './constant-args.ts'
import { foundTypes } from './found-types.ts'
import { mayHoldKeys } from './may-hold-keys.ts'
import type { FieldPlace } from './operation-plan.ts'
import { planArguments } from './value-plan.ts'

/** Most projections that are kept: places share loaders in few ways. */
const MAX_PROJECTIONS = 1_000

type Tree = Map<string, Tree>

/** One field node on objects of one type: a part of every place that it stands in. */
export interface Site extends Pick<FieldPlace, 'definition' | 'nodes' | 'argsPlan' | 'constantArgs'> {
  /** Counts from 0. */
  readonly id: number
  readonly field: FieldPlan
  readonly set: SelectionSetNode | undefined
  /** The types of the objects that may be found there. */
  readonly types: readonly GraphQLObjectType[]
  /** The part of the objects' fields that is read from the answer; undefined for all. */
  readonly part?: Part | undefined
}

/** Where an answer does not carry a whole object: what is read from it, or from the object's home. */
interface Part {
  readonly of: 'answer' | 'home'
  readonly provides: ReadonlySet<string>
}

/**
 * What an operation may ask of each source, whatever its `@skip` and `@include` say and whatever types its objects will
 * have. It is a union over field nodes, so that no place needs to be planned for it: the work is in proportion to the
 * document, where the places of abstract types may be exponentially many.
 */
export class Projections {
  readonly #schemaPlan: SchemaPlan
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly #sites = new Map<string, Site[]>()
  readonly #projections = new Map<string, Projection>()
  /** A field that finds objects of any type with a global id, and selects of all of them what they have in common. */
  #finder: Site | undefined
  /** The types of which that is among the sites. */
  readonly #found = new Set<string>()
  #count = 0
  #isKnown = true

  constructor(schemaPlan: SchemaPlan, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schemaPlan = schemaPlan
    const fragments = document.definitions.filter(definition => definition.kind === Kind.FRAGMENT_DEFINITION)
    this.#fragments = new Map(fragments.map(fragment => [fragment.name.value, fragment]))
    const visited = new Pairs<SelectionSetNode, string>()
    const visit = (set: SelectionSetNode, type: GraphQLObjectType): void => {
      if (!visited.add(set, type.name)) return
      for (const part of this.#fragmentsOf(set, type)) visit(part, type)
      for (const site of this.#sitesOf(set, type)) {
        const { resolver } = site.field
        if (resolver && !resolver.reads) this.#isKnown = false
        for (const [{ coordinate }, of] of this.#loadsOf(site)) {
          this.#add(coordinate, of ? { ...site, ...of, id: this.#count++ } : site)
        }
        if (site.set) for (const below of site.types) visit(site.set, below)
      }
    }
    const root = schemaPlan.schema.getRootType(operation.operation)
    if (root) visit(operation.selectionSet, root)
  }

  /** Whether all that the operation reads of its request is known: a resolver may not say. */
  get readsKnown(): boolean {
    return this.#isKnown
  }

  /** Where a binding or home may be used, by the coordinate of its directive. */
  sites(coordinate: string): readonly Site[] {
    const finder = this.#schemaPlan.nodeTypes.has(coordinate) ? this.#finder : undefined
    const type = finder && !this.#found.has(coordinate) ? this.#schemaPlan.schema.getType(coordinate) : undefined
    if (finder && isObjectType(type)) {
      this.#found.add(coordinate)
      this.#add(coordinate, { ...finder, ...ofType(finder, type), id: this.#count++ })
    }
    return this.#sites.get(coordinate) ?? []
  }

  #add(coordinate: string, site: Site): void {
    const known = this.#sites.get(coordinate)
    if (known) known.push(site)
    else this.#sites.set(coordinate, [site])
  }

  /** What sites need of the answers of one source: the union of their plain fields, and of the keys of their bound fields. */
  of(sites: readonly Site[], source: string): Projection {
    const id = `${source} ${sites.map(site => site.id).join()}`
    const known = this.#projections.get(id)
    if (known) return known
    const projection = this.#project(sites, source)
    if (this.#projections.size < MAX_PROJECTIONS) this.#projections.set(id, projection)
    return projection
  }

  #project(sites: readonly Site[], source: string): Projection {
    const tree: Tree = new Map()
    const added = new Map<Tree, Pairs<SelectionSetNode, string>>()
    const addParts = (at: Tree, parts: readonly Pick<KeyPart, 'paths'>[]) => {
      for (const { paths } of parts) addPaths(at, paths.get(source))
    }
    const add = (at: Tree, set: SelectionSetNode, type: GraphQLObjectType, part: Part | undefined): void => {
      const known = added.get(at) ?? new Pairs()
      added.set(at, known)
      if (!known.add(set, nameOf(type, part))) return
      const home = part ? this.#schemaPlan.types.get(type.name)?.home : undefined
      if (home) addParts(at, home.key)
      for (const spread of this.#fragmentsOf(set, type)) add(at, spread, type, part)
      for (const { field, set: below, types } of this.#sitesOf(set, type)) {
        const { bound, provides, resolver } = field
        if (bound || resolver) {
          if (part?.of !== 'home') addParts(at, bound?.key ?? resolver?.needs ?? [])
        } else if (!part || part.provides.has(field.name) === (part.of === 'answer')) {
          const isWhole = field.holdsRows || provides || !this.#isKeyColumn(types, source)
          for (const child of addPaths(at, field.paths.get(source))) {
            this.#addTypeTeller(child, field, source)
            if (!below || !isWhole) continue
            for (const type of types) add(child, below, type, provides && { of: 'answer', provides })
          }
        }
      }
    }
    for (const { field, set, types, part } of sites) {
      if (part?.of !== 'home') this.#addTypeTeller(tree, field, source)
      if (set) for (const type of types) add(tree, set, type, part)
    }
    return tree
  }

  /** What tells the types of a field's objects. */
  #addTypeTeller(tree: Tree, { type }: FieldPlan, source: string): void {
    addPath(tree, this.#schemaPlan.abstracts.get(getNamedType(type).name)?.paths.get(source) ?? [])
  }

  /** A column where an object of a type with a home belongs holds its key: nothing inside it is asked for. */
  #isKeyColumn([type]: readonly GraphQLObjectType[], source: string): boolean {
    const isRow = this.#schemaPlan.sources.get(source)?.nestsObjects === false
    return isRow && type !== undefined && keyHome(this.#schemaPlan, type.name) !== undefined
  }

  /**
   * The field's own binding, and the home of its type where its keys may stand in the answer: a row is never a key. For `node`
   * the homes of the types that its fragments name, each of which answers objects of that type only.
   */
  #loadsOf({ field, types }: Site): readonly (readonly [BoundPlan, SiteOfLoad?])[] {
    const { bound, keyed, provides, findsBy } = field
    const [type] = types
    if (keyed) return [[keyed.home]]
    if (findsBy)
      return types.flatMap(type => {
        const home = this.#schemaPlan.types.get(type.name)?.home
        return home ? [[home, ofType({ field }, type)] as const] : []
      })
    if (provides && type) {
      const home = this.#schemaPlan.types.get(type.name)?.home
      const answer = bound ? [[bound, { part: { of: 'answer', provides } }] as const] : []
      return home ? [...answer, [home, { part: { of: 'home', provides } }] as const] : answer
    }
    const home = isObjectType(getNamedType(field.type)) && type ? keyHome(this.#schemaPlan, type.name) : undefined
    const mayBeAsked = mayHoldKeys(field, this.#schemaPlan)
    return [bound, mayBeAsked ? home : undefined].filter(load => load !== undefined).map(load => [load] as const)
  }

  #fragmentsOf({ selections }: SelectionSetNode, type: GraphQLObjectType): SelectionSetNode[] {
    return selections.flatMap(selection => {
      if (selection.kind === Kind.FIELD) return []
      const part = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value)
      return part && applies(this.#schemaPlan.schema, type, part.typeCondition) ? [part.selectionSet] : []
    })
  }

  #sitesOf({ selections }: SelectionSetNode, type: GraphQLObjectType): Site[] {
    const { schema, types } = this.#schemaPlan
    return selections
      .filter(selection => selection.kind === Kind.FIELD)
      .flatMap(node => {
        const field = types.get(type.name)?.fields.get(node.name.value)
        const definition = type.getFields()[node.name.value]
        if (!field || !definition) return []
        const named = getNamedType(field.type)
        const below = isAbstractType(named) ? schema.getPossibleTypes(named) : [named].filter(isObjectType)
        const argsPlan = planArguments(definition, node)
        const args = constantArgs(argsPlan, field)
        const id = this.#count++
        const set = node.selectionSet
        const site = { id, definition, field, nodes: [node], argsPlan, constantArgs: args, set, types: below }
        return [field.findsBy && set ? this.#finderSite(site, set, named.name) : site]
      })
  }

  /** Of the types that may be found, which are many, those that the selection tells apart. */
  #finderSite(site: Site, set: SelectionSetNode, of: string): Site {
    const { hasFields, types } = foundTypes(set, of, this.#schemaPlan.schema, this.#fragments)
    if (hasFields) this.#finder ??= site
    return { ...site, types: types.filter(({ name }) => this.#schemaPlan.nodeTypes.has(name)) }
  }
}

/** What is not the same for a field that finds objects of any type where it finds those of one. */
function ofType({ field }: Pick<Site, 'field'>, type: GraphQLObjectType): SiteOfLoad {
  return { types: [type], field: { ...field, type } }
}

/** What of a site is not the same for all that is loaded there. */
type SiteOfLoad = Partial<Pick<Site, 'field' | 'types' | 'part'>>

/** One text for a type and the part of its fields. */
function nameOf(type: GraphQLObjectType, part: Part | undefined): string {
  return part ? `${type.name} ${part.of} ${[...part.provides].join()}` : type.name
}

/** Pairs that have been seen. */
class Pairs<A, B> {
  readonly #known = new Map<A, Set<B>>()

  /** Whether the pair is new. */
  add(a: A, b: B): boolean {
    const known = this.#known.get(a) ?? new Set()
    if (known.has(b)) return false
    this.#known.set(a, known.add(b))
    return true
  }
}

/** Adds all that a field is made from; answers the tree below each. */
function addPaths(tree: Tree, path: SourcePath | undefined): readonly Tree[] {
  return readsOf(path).map(each => addPath(tree, each))
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
