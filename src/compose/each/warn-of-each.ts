import { GraphQLError, Kind, parse } from 'graphql'
import { SOURCE_KINDS } from '../../compile/source-kinds.ts'
import { explainOperation } from '../../execute/explain/explain-operation.ts'
import type { QueryPlan } from '../../execute/explain/query-plan.ts'
import { Loaders } from '../../load/loaders.ts'
import { OperationPlans } from '../../plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import type { Position, Problem } from '../../schema/problem.ts'
import { atOnce } from '../../source/slices.ts'
import type { CompiledFile } from '../compile-file.ts'
import { NO_REQUEST } from '../explain/no-request.ts'
import type { EachCall, Way } from './each-calls.ts'
import { keyOfOtherType } from './key-of-other-type.ts'
import { leadsToKeys } from './leads-to-keys.ts'
import { plannedSources } from './planned-sources.ts'
import { listsAbove, SHOWN_PARENTS, shownQuery } from './shown-query.ts'

/** Most that are told of one source; the others are counted. */
const MOST_TOLD = 10
/** Most of the others that are named. */
const MOST_NAMED = 5

const OTHERWISE = 'Otherwise say what it costs, as @cost(weight: 5).'

/** Warns of what is called once for each of several objects: the shortest query that shows it, and its calls for a hundred of them. */
export function warnOfEach(calls: readonly EachCall[], file: CompiledFile): readonly Problem[] {
  const loaders = new Loaders(plannedSources(file.plan), NO_REQUEST, 'taken')
  return [...Map.groupBy(calls, ({ bound }) => bound.source)].flatMap(([source, ofSource]) => {
    const told = ofSource.slice(0, MOST_TOLD).flatMap(call => warningOf(call, file, loaders))
    const others = ofSource.slice(MOST_TOLD)
    return others.length > 0 ? [...told, countOf(others, source, file.definition)] : told
  })
}

/** As if the fields of the way answered objects, but for those that surely lead to keys. */
function asWalked({ way }: EachCall, plan: SchemaPlan): SchemaPlan {
  const types = new Map(plan.types)
  for (let each: Way | undefined = way; each; each = each.above) {
    const type = types.get(each.type.name)
    const field = type?.fields.get(each.field.name)
    if (!type || !field || (!field.bound && leadsToKeys(field, each.type, each.source, plan))) continue
    types.set(type.name, { ...type, fields: new Map(type.fields).set(field.name, { ...field, holdsRows: true }) })
  }
  return { ...plan, types }
}

/** Nothing where the operation's plan has no such calls. */
function warningOf(call: EachCall, { plan, definition }: CompiledFile, loaders: Loaders): Problem | [] {
  const { coordinate, source } = call.bound
  const text = shownQuery(call, plan)
  const explained = explain(text, call, plan, loaders)
  const step = explained?.steps.find(each => each.coordinate === coordinate)
  const keys = step?.keys.most ?? 0
  if (!explained || keys < 2) return []
  const { steps, calls } = explained
  // No loader asks for a key twice, though the bound can't know that two steps have the same.
  const again = steps.filter(each => each !== step && each.coordinate === coordinate)
  const most = again.reduce((sum, each) => sum - (each.calls.most ?? 0), calls.most ?? keys)
  const upTo = steps.some(({ callsEach }) => callsEach !== undefined) ? 'up to ' : ''
  return {
    ...positionOf(call, definition),
    coordinate,
    message: `"${source}" is called once for each ${call.each.name}: ${text} makes ${upTo}${most} calls for ${keys} of them.`,
    suggestion: `${remedyOf(call, plan)} ${OTHERWISE}`,
    severity: 'warning',
  }
}

/** Undefined for a query with a value that nobody but an author knows. */
function explain(text: string, call: EachCall, plan: SchemaPlan, loaders: Loaders): QueryPlan | undefined {
  const document = parse(text)
  const operation = document.definitions.find(each => each.kind === Kind.OPERATION_DEFINITION)
  if (!operation) return undefined
  const lists = listsAbove(call, plan)
  const assumed = new Map(lists.map((name, at) => [name, at === lists.length - 1 ? SHOWN_PARENTS : 1]))
  try {
    const plans = new OperationPlans(asWalked(call, plan), document, operation)
    const explained = atOnce(explainOperation(plans, { variables: {}, loaders, assumed, redact: each => each }))
    return 'plan' in explained ? explained.plan : undefined
  } catch (error) {
    // A scalar of one's own does not take the value.
    if (error instanceof GraphQLError) return undefined
    throw error
  }
}

function remedyOf({ bound, way }: EachCall, plan: SchemaPlan): string {
  const field = plan.types.get(way.type.name)?.fields.get(way.field.name)
  const key = field?.bound === bound ? keyOfOtherType(field, bound, plan) : undefined
  if (key) return `If ${key.from} is the key of ${key.type}, write @map(from: "${key.from}"): many are loaded at once.`
  return SOURCE_KINDS.get(bound.binding.kind)?.shareCalls?.(bound) ?? ''
}

function positionOf({ bound }: EachCall, { directives, positions, file }: SchemaDefinition): Position {
  const use = directives.get(bound.coordinate)?.find(({ name }) => name === bound.binding.kind)
  return use?.position ?? positions.get(bound.coordinate) ?? { file, line: 1, column: 1 }
}

function countOf(others: readonly EachCall[], source: string, { sources, file }: SchemaDefinition): Problem {
  const use = sources.find(({ args }) => args.name === source)
  const names = others.map(({ bound }) => bound.coordinate)
  return {
    ...(use?.position ?? { file, line: 1, column: 1 }),
    coordinate: use?.coordinate ?? '',
    message: `${names.length} more of its fields and types are called once for each object, such as ${names.slice(0, MOST_NAMED).join(', ')}.`,
    suggestion: 'They are told once the others are mended, or have their @cost.',
    severity: 'warning',
  }
}
