import { type GraphQLSchema, getOperationAST, isObjectType, parse, validate } from 'graphql'
import { attachResolvers } from '../../src/execute/resolvers/resolvers.ts'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../../src/plan/schema-plan.ts'
import { type Bindings, handPlan, NO_BINDINGS, SOURCES } from './hand-plan.ts'
import { findExecution } from './outcome.ts'
import { Random } from './random.ts'
import { type RandomOperation, randomOperation } from './random-operation.ts'
import { randomSchema } from './random-schema.ts'
import { randomWorld } from './random-world.ts'
import type { World } from './world.ts'
import { WorldView } from './world-view.ts'

/** One random operation over random data, by two plans of one schema. */
export interface OracleCase extends OracleData {
  readonly seed: number
  readonly schema: GraphQLSchema
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
  /** All fields read from memory. */
  readonly plain: OperationPlans
  /** Some fields ask sources, and some types have a home there. */
  readonly bound: OperationPlans
}

interface OracleData {
  readonly world: World
  readonly bindings: Bindings
  /** The data with an object in each place of one. */
  readonly whole: WorldView
  /** As the parents of bound fields have it: with keys in the place of objects whose type has a home. */
  readonly keyed: WorldView
  /** As each source answers it. */
  readonly answered: ReadonlyMap<string, WorldView>
}

interface Prepared extends RandomOperation {
  readonly plain: OperationPlans
}

/** Schemas, data and operations take long to make: they are shared by consecutive cases. */
const OPERATIONS = 5
const DATA = 4

/** The cases of consecutive seeds; the very few whose operation is not valid are left out. */
export function* oracleCases(first: number, count: number): Generator<OracleCase> {
  for (let group = Math.floor(first / (OPERATIONS * DATA)); group * OPERATIONS * DATA < first + count; group++)
    for (const oracle of casesOfSchema(group)) if (oracle.seed >= first && oracle.seed < first + count) yield oracle
}

function* casesOfSchema(group: number): Generator<OracleCase> {
  const makeSchema = () => randomSchema(new Random(1, group))
  const schema = makeSchema()
  const plainPlan = handPlan(schema, NO_BINDINGS)
  attachResolvers(plainPlan.schema, findExecution)
  const operations = Array.from({ length: OPERATIONS }, (_, at) => prepare(plainPlan, new Random(3, group, at)))
  for (let at = 0; at < DATA; at++) {
    const random = new Random(2, group, at)
    const bindings = randomBindings(random, schema)
    const data = makeData(random, schema, bindings)
    const boundPlan = handPlan(makeSchema(), bindings)
    attachResolvers(boundPlan.schema, findExecution)
    for (const [of, prepared] of operations.entries()) {
      if (!prepared) continue
      const { document, operation } = prepared.plain
      const seed = (group * DATA + at) * OPERATIONS + of
      const variables = prepared.variables.values(random)
      const bound = new OperationPlans(boundPlan, document, operation)
      yield { ...data, ...prepared, seed, schema, variables, bound }
    }
  }
}

function prepare(plan: SchemaPlan, random: Random): Prepared | undefined {
  const request = randomOperation(random, plan.schema)
  const document = parse(request.text)
  const operation = getOperationAST(document)
  if (!operation || validate(plan.schema, document).length > 0) return undefined
  return { ...request, plain: new OperationPlans(plan, document, operation) }
}

function makeData(random: Random, schema: GraphQLSchema, bindings: Bindings): OracleData {
  const world = randomWorld(random, schema)
  const homes = new Set(bindings.homes.keys())
  const answered = new Map(SOURCES.map(source => [source, new WorldView(world, source, homes)]))
  return {
    world,
    bindings,
    whole: new WorldView(world, '', new Set()),
    keyed: new WorldView(world, '', homes),
    answered,
  }
}

function randomBindings(random: Random, schema: GraphQLSchema): Bindings {
  const types = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
  const share = random.pick([0.1, 0.3, 0.7])
  const fields = types.flatMap(type =>
    Object.values(type.getFields())
      .filter(() => random.chance(share))
      .map(({ name }) => [`${type.name}.${name}`, random.pick(SOURCES)] as const),
  )
  const homes = types
    .filter(type => type !== schema.getQueryType() && type !== schema.getMutationType() && random.chance(0.5))
    .map(type => [type.name, random.pick(SOURCES)] as const)
  return { fields: new Map(fields), homes: new Map(homes), maxBatch: random.pick([1, 2, 100]) }
}

/** What the operation's root fields read. */
export function rootOf({ plain: { schemaPlan, operation } }: OracleCase, view: WorldView): object {
  return view.root(schemaPlan.schema.getRootType(operation.operation)?.name ?? '')
}
