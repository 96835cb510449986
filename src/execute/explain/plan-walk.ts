import { type GraphQLObjectType, isAbstractType } from 'graphql'
import type { Loader } from '../../load/loader.ts'
import type { Loaders } from '../../load/loaders.ts'
import { canonicalKey } from '../../plan/canonical.ts'
import { mayHoldKeys } from '../../plan/operation/may-hold-keys.ts'
import type { FieldPlace, Selection } from '../../plan/operation/operation-plan.ts'
import { innermost } from '../../plan/operation/shape.ts'
import type { BoundPlan, KeyedPlan, SchemaPlan } from '../../plan/schema-plan.ts'
import { givenKeys } from '../argument-keys.ts'
import { Amount } from './amount.ts'
import { typesFound } from './found-objects.ts'
import type { KnownArguments } from './known-arguments.ts'
import { type ListLengths, mayBeList, type Sized } from './list-lengths.ts'
import { brackets, coordinateOf, nameOf, positionOf } from './place-names.ts'
import { type Ask, type Choice, PlannedStep } from './planned-step.ts'
import type { LengthSaidBy } from './query-plan.ts'

/** Most places with objects that are looked at: of types in types there may be exponentially many. */
const MOST_PLACES = 2_000

/** What stands at one place of the answer. */
interface Found {
  /** The same for the same values, wherever they stand. */
  readonly id: string
  readonly count: Amount
  /** As `posts[].author`. */
  readonly position: string
  /** The same without brackets. */
  readonly name: string
  readonly source: string
  readonly choices: readonly Choice[]
  readonly sized: Sized | undefined
}

type Work = () => void

/** Everything that is asked as soon as the same answers are there. */
interface Turn {
  readonly after: readonly PlannedStep[]
  readonly work: readonly Work[]
}

/** A step of the turn that is taken, and what goes on with the answers to each of its sets of keys. */
interface Asked {
  readonly step: PlannedStep
  readonly next: Map<string, Work[]>
}

export interface WalkSurroundings {
  readonly schemaPlan: SchemaPlan
  /** They are not asked for anything. */
  readonly loaders: Loaders
  readonly lengths: ListLengths
  readonly args: KnownArguments
}

/** Goes through an operation's places turn by turn, as BreadthFirst does, and counts the objects that it asks for. */
export class PlanWalk {
  readonly steps: PlannedStep[] = []
  /** Whether there are more places than are looked at. */
  isCut = false
  readonly #surroundings: WalkSurroundings
  readonly #loaderIds = new Map<Loader, number>()
  readonly #turns: Turn[] = []
  #after: readonly PlannedStep[] = []
  #asked = new Map<string, Asked>()
  #places = 0

  constructor(surroundings: WalkSurroundings) {
    this.#surroundings = surroundings
  }

  /** The root fields of a mutation follow each other. */
  *run(root: Selection, inSeries: boolean): Generator<void, void> {
    const found = { id: '', count: Amount.of(1), position: '', name: '', source: '', choices: [], sized: undefined }
    const works = root.deepPlaces.map(place => () => this.#resolve(place, found, root.type))
    if (!inSeries) {
      yield* this.#runTurns({ after: [], work: works })
      return
    }
    let after: readonly PlannedStep[] = []
    for (const work of works) {
      const start = this.steps.length
      yield* this.#runTurns({ after, work: [work] })
      const own = this.steps.slice(start)
      if (own.length > 0) after = own.filter(step => !own.some(each => each.after.includes(step)))
    }
  }

  *#runTurns(first: Turn): Generator<void, void> {
    this.#turns.push(first)
    for (let turn = this.#turns.shift(); turn; turn = this.#turns.shift()) yield* this.#takeTurn(turn)
  }

  *#takeTurn({ after, work }: Turn): Generator<void, void> {
    this.#after = after
    this.#asked = new Map()
    for (const each of work) {
      yield
      each()
    }
    for (const { step, next } of this.#asked.values()) {
      yield
      this.steps.push(step)
      const isOne = step.goesOnTogether(this.#surroundings.loaders)
      const turns = isOne ? [[...next.values()].flat()] : [...next.values()]
      // What may be asked in vain is not what others wait for.
      const before = step.isOptional ? step.after : [step]
      for (const each of turns) this.#turns.push({ after: before, work: each })
    }
  }

  /** All that is asked of objects of one type. */
  #visit(selection: Selection, found: Found): void {
    if (this.#places >= MOST_PLACES) this.isCut = true
    if (this.isCut) return
    this.#places++
    for (const place of selection.deepPlaces) if (!place.home) this.#resolve(place, found, selection.type)
    const places = selection.deepPlaces.filter(({ home }) => home)
    const [first] = places
    if (!first?.home) return
    const { home } = first
    const loader = this.#surroundings.args.loaders.ofHome(first, home, places)
    const keys = `${found.id} ${home.coordinate}`
    const feeds = places.map(place => positionOf(found, place))
    this.#ask(
      home,
      loader,
      '',
      { keys, count: found.count, feeds, mayBeObjects: false, choices: found.choices },
      () => {
        const rows = { ...found, id: this.#idOf(loader, keys), source: home.source }
        for (const place of places) this.#settle(place, this.#valuesOf(place, rows, undefined))
      },
    )
  }

  #resolve(place: FieldPlace, found: Found, parent: GraphQLObjectType): void {
    if (place.kind === 'denied' || place.kind === 'custom' || !this.#surroundings.args.of(place)) return
    if (place.kind === 'node') this.#find(place, found)
    else if (place.field?.keyed) this.#askHome(place, place.field.keyed, found)
    else if (place.field?.bound) this.#askBinding(place, place.field.bound, found, parent)
    else {
      const settle = () => this.#settle(place, this.#valuesOf(place, found, undefined))
      // Nobody waits for code of one's own, and nobody knows when it has its values.
      if (place.kind === 'resolver') this.#turns.push({ after: this.#after, work: [settle] })
      else settle()
    }
  }

  #askBinding(place: FieldPlace, bound: BoundPlan, found: Found, parent: GraphQLObjectType): void {
    const { args, lengths, loaders } = this.#surroundings
    const known = args.of(place)
    if (!known) return
    const loader = args.loaders.ofBinding(place, bound, known)
    const hasKey = bound.key.length > 0
    // Without a key, it is asked once for all parents.
    const count = bound.spread.reduce(
      (all, index) => {
        const part = bound.key[index]
        if (!part || !mayBeList(parent, part)) return all
        return all.times(lengths.ofKeys(`${nameOf(found, place)}.${part.name}`, `${bound.coordinate}.${part.name}`))
      },
      hasKey ? found.count : Amount.of(1),
    )
    const text = args.textOf(place)
    const keys = hasKey ? `${found.id} ${bound.coordinate}` : bound.coordinate
    const feeds = [positionOf(found, place)]
    const ask = { keys, count, feeds, mayBeObjects: false, choices: found.choices, isOfRoot: found.id === '' }
    this.#ask(bound, loader, text, ask, () => {
      const facts = { keys: 1, hasArgs: args.has(place) }
      const { maxItems } = loaders.describe(bound.source, loader.plan, facts)
      const answers = { ...found, id: this.#idOf(loader, `${keys} ${text}`), count, source: bound.source }
      this.#settle(place, this.#valuesOf(place, answers, maxItems))
    })
  }

  /** What the home answers for the keys that arguments are: of the same keys, it is the same. */
  #askHome(place: FieldPlace, keyed: KeyedPlan, found: Found): void {
    const { args } = this.#surroundings
    const given = args.has(place) ? givenKeys(keyed, args.of(place) ?? {}) : undefined
    if (given?.length === 0) return
    const values = this.#valuesOf(place, found, given?.length, 'argument')
    const keys = given ? JSON.stringify(given.map(canonicalKey)) : `${coordinateOf(place)} ${args.textOf(place)}`
    const loader = args.loaders.ofHome(place, keyed.home)
    const ask = {
      keys,
      count: values.count,
      feeds: [positionOf(found, place)],
      mayBeObjects: false,
      choices: found.choices,
    }
    const objects = { ...values, id: this.#idOf(loader, keys), source: keyed.home.source }
    this.#ask(keyed.home, loader, '', { ...ask, ...(given && { given, isOfRoot: true }) }, () =>
      this.#expand(place, objects, place.homeSelection),
    )
  }

  /** What `node` and `nodes` find: the objects of each type by its home. */
  #find(place: FieldPlace, found: Found): void {
    const { args, schemaPlan } = this.#surroundings
    const values = this.#valuesOf(place, found, undefined)
    const types = typesFound(place, values.count, schemaPlan, args)
    if (!types) this.isCut = true
    for (const { type, home, count } of types ?? []) {
      const loader = args.loaders.ofHome(place, home)
      const keys = `${values.name} ${type.name}`
      const isKnown = args.has(place) || place.shape.kind === 'list'
      const choices = isKnown ? found.choices : [...found.choices, { place: values.name, type: type.name }]
      this.#ask(
        home,
        loader,
        '',
        { keys, count, feeds: [positionOf(found, place)], mayBeObjects: false, choices },
        () =>
          this.#visit(place.selection(type), {
            ...values,
            id: this.#idOf(loader, keys),
            count,
            source: home.source,
            choices,
          }),
      )
    }
  }

  /** Loads the keys among the values of a place, and goes on with the objects. */
  #settle(place: FieldPlace, values: Found): void {
    const { schemaPlan, args } = this.#surroundings
    const inner = innermost(place.shape)
    if (inner.kind === 'leaf' || !place.field) return
    const home = inner.hasHome ? schemaPlan.types.get(inner.type.name)?.home : undefined
    if (!home || !mayHoldKeys(place.field, schemaPlan)) {
      this.#expand(place, values, place.selection)
      return
    }
    const loader = args.loaders.ofHome(place, home)
    const keys = `${values.id} ${home.coordinate}`
    const mayBeObjects = schemaPlan.sources.get(values.source)?.nestsObjects !== false
    const ofBinding = place.field.bound !== undefined
    const feeds = [values.position.replace(/(\[\])+$/, '')]
    this.#ask(
      home,
      loader,
      '',
      { keys, count: values.count, feeds, mayBeObjects, ofBinding, choices: values.choices },
      () => {
        this.#expand(place, { ...values, source: mayBeObjects ? values.source : home.source }, place.homeSelection)
        if (place.field?.provides) this.#expand(place, { ...values, id: `${values.id}!` }, place.selection)
      },
    )
  }

  #expand(place: FieldPlace, values: Found, selectionOf: FieldPlace['selection']): void {
    const { type, kind } = innermost(place.shape)
    if (kind === 'leaf') return
    if (!isAbstractType(type)) {
      this.#visit(selectionOf(type as GraphQLObjectType), values)
      return
    }
    // A single object is of one of them.
    const isOne = values.count.value === 1
    for (const each of this.#surroundings.schemaPlan.schema.getPossibleTypes(type)) {
      const choices = isOne ? [...values.choices, { place: values.name, type: each.name }] : values.choices
      this.#visit(selectionOf(each), { ...values, id: `${values.id}:${each.name}`, choices })
    }
  }

  #ask(bound: BoundPlan, loader: Loader, argsText: string, ask: Ask, next: Work): void {
    const id = this.#idOf(loader, argsText)
    let asked = this.#asked.get(id)
    if (!asked) {
      asked = { step: new PlannedStep(bound, loader.plan, this.#after, argsText === ''), next: new Map() }
      this.#asked.set(id, asked)
    }
    asked.step.ask(ask)
    asked.next.set(ask.keys, [...(asked.next.get(ask.keys) ?? []), next])
  }

  #valuesOf(place: FieldPlace, found: Found, held: number | undefined, heldBy: LengthSaidBy = 'source'): Found {
    const { args, lengths } = this.#surroundings
    const name = nameOf(found, place)
    const known = args.has(place) ? args.of(place) : undefined
    const { length, below } = lengths.of({ place, name, args: known, sized: found.sized, held, heldBy })
    return {
      ...found,
      id: `${found.id}.${place.definition.name}`,
      count: found.count.times(length),
      position: positionOf(found, place) + brackets(place.shape),
      name,
      sized: below,
    }
  }

  #idOf(loader: Loader, keys: string): string {
    const id = this.#loaderIds.get(loader) ?? this.#loaderIds.size
    this.#loaderIds.set(loader, id)
    return `${id}(${keys})`
  }
}
