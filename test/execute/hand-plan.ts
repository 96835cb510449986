import { type GraphQLSchema, isListType, isNonNullType, isObjectType } from 'graphql'
import type { HttpBinding } from '../../src/plan/http/http-binding.ts'
import { TOLD_BY_STATUS } from '../../src/plan/http/http-failure.ts'
import type { BoundPlan, FieldPlan, KeyPart, SchemaPlan, TypePlan } from '../../src/plan/schema-plan.ts'
import type { SourcePaths } from '../../src/plan/source-path.ts'
import { KEY, pathAt } from './world-view.ts'

/** Which fields (by coordinate) and homes (by type name) a plan binds to which source. */
export interface Bindings {
  readonly fields: ReadonlyMap<string, string>
  readonly homes: ReadonlyMap<string, string>
  readonly maxBatch: number
}

export const NO_BINDINGS: Bindings = { fields: new Map(), homes: new Map(), maxBatch: 1 }

export const SOURCES = ['north', 'south']

/** A plan by hand: its fields read what they are called, or ask a source by the key of their object. */
export function handPlan(schema: GraphQLSchema, bindings: Bindings): SchemaPlan {
  const types = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(type => !type.name.startsWith('__'))
  const roots = [schema.getQueryType(), schema.getMutationType()]
  const plans = types.map((type): TypePlan => {
    const fields = Object.values(type.getFields()).map((field): FieldPlan => {
      const coordinate = `${type.name}.${field.name}`
      const source = bindings.fields.get(coordinate)
      const nullable = isNonNullType(field.type) ? field.type.ofType : field.type
      const key = roots.includes(type) ? [] : [KEY_PART]
      const bound = source ? boundPlan(coordinate, source, key, isListType(nullable), bindings.maxBatch) : undefined
      return {
        coordinate,
        name: field.name,
        type: field.type,
        bound,
        keyed: undefined,
        resolver: undefined,
        paths: pathsOf(field.name),
        provides: undefined,
        holdsRows: false,
        globalIdOf: undefined,
        findsBy: undefined,
        ids: undefined,
      }
    })
    const source = bindings.homes.get(type.name)
    const home = source ? boundPlan(type.name, source, [KEY_PART], false, bindings.maxBatch) : undefined
    return {
      name: type.name,
      home,
      fields: new Map(fields.map(field => [field.name, field])),
      listed: new Set<string>(),
    }
  })
  return {
    schema,
    sources: new Map(),
    abstracts: new Map(),
    nodeTypes: new Set(),
    hooks: undefined,
    authorities: { proxy: undefined, keys: undefined, issuers: [], opaque: undefined, certificate: undefined },
    guards: new Map(),
    rates: new Map(),
    costs: { weights: new Map(), lists: new Map() },
    types: new Map(plans.map(plan => [plan.name, plan])),
  }
}

function pathsOf(name: string): SourcePaths {
  return new Map(['', ...SOURCES].map(source => [source, pathAt(source, name)]))
}

const KEY_PART: KeyPart = {
  name: KEY,
  argument: 'GET',
  required: true,
  declared: false,
  field: undefined,
  paths: pathsOf(KEY),
}

function boundPlan(
  coordinate: string,
  source: string,
  key: readonly KeyPart[],
  list: boolean,
  maxBatch: number,
): BoundPlan {
  const binding: HttpBinding = {
    kind: 'http',
    source,
    coordinate,
    method: 'GET',
    text: 'GET /',
    path: [],
    query: [],
    link: undefined,
    headers: [],
    body: undefined,
    form: undefined,
    with: [],
    select: [],
    batch: undefined,
    list,
    failure: TOLD_BY_STATUS,
    pages: undefined,
    connection: undefined,
    notFoundIsNull: false,
    mutation: false,
    accept: [],
    content: 'BY_TYPE',
    selectsResponse: false,
    tellsResponse: false,
    outcomeOnly: false,
  }
  const shared = { answersObjects: false, maxBatch, callsPerKey: undefined, transacts: false }
  return { coordinate, source, binding, key, spread: [], list, ...shared, columns: [] }
}
