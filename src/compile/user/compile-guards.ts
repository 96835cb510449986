import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
} from 'graphql'
import type { TypePlan } from '../../plan/schema-plan.ts'
import type { Guards, Scopes } from '../../plan/user/guards.ts'
import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import { type ProblemList, type Report, reporter } from '../problem-list.ts'
import { argumentList } from '../template/argument-list.ts'
import { DECLARE_ISSUER } from '../template/client-reference.ts'
import type { AggregateTypes } from '../type/aggregate-types.ts'
import type { ConnectionTypes } from '../type/connection-types.ts'
import { fieldsOfAllTypes } from '../type/fields-of-all-types.ts'
import { objectTypes } from '../type/object-types.ts'
import { scopesOfRead } from './scopes-of-read.ts'
import { computedReads, type ValueRead } from './value-reads.ts'

/** Asks for a user, whatever its scopes are. */
const ANY_USER: Scopes = [[]]

interface Surroundings {
  readonly connections: ConnectionTypes
  readonly aggregates: AggregateTypes
  readonly types: ReadonlyMap<string, TypePlan>
  readonly valueReads: readonly ValueRead[]
  readonly problems: ProblemList
}

/**
 * Compiles `@authenticated` and `@requiresScopes`. Of a type they guard every way to its objects: the fields that answer them, and
 * their own fields, where a fragment finds them behind an interface or union; one of which all types are guarded is guarded itself. So is what tells of the values of guarded fields otherwise.
 */
export function compileGuards(definition: SchemaDefinition, surroundings: Surroundings): Guards {
  const { types, valueReads, problems } = surroundings
  const { schema } = definition
  const guards = new Map<string, Scopes[]>()
  const add = (coordinate: string, scopes: Scopes) => {
    const known = guards.get(coordinate) ?? []
    if (!known.some(each => textOf(each) === textOf(scopes))) guards.set(coordinate, [...known, scopes])
  }
  for (const [coordinate, uses] of definition.directives)
    for (const use of uses) {
      const scopes = scopesOf(use, reporter(problems, use))
      if (!scopes) continue
      if (definition.authorities.length === 0)
        reporter(problems, use)(
          undefined,
          `nobody could pass @${use.name}: nothing says who the user is.`,
          DECLARE_ISSUER,
        )
      for (const each of guardedBy(coordinate, schema, surroundings)) add(each, scopes)
    }
  for (const type of Object.values(schema.getTypeMap()).filter(isAbstractType))
    for (const scopes of scopesOfAll(schema.getPossibleTypes(type), guards))
      for (const each of waysTo(new Set([type.name]), schema, surroundings)) add(each, scopes)
  const reads = [...valueReads, ...[...types.values()].flatMap(computedReads)]
  const told = reads.map(read => ({ at: read.at, scopes: scopesOfRead(read, types, guards) }))
  for (const { at, scopes } of told) for (const each of scopes) add(at, each)
  return guards
}

function textOf(scopes: Scopes): string {
  return JSON.stringify(scopes)
}

/** What a directive asks of a user; undefined for one that asks nothing. */
function scopesOf({ name, args }: DirectiveUse, report: Report): Scopes | undefined {
  if (name === 'authenticated') return ANY_USER
  if (name !== 'requiresScopes') return undefined
  const scopes = argumentList(args.scopes).map(all => argumentList(all).map(String))
  if (scopes.length === 0) {
    report('scopes', 'there is no list of scopes, so nobody could see it.', 'Write scopes: [["read:users"]].')
    return undefined
  }
  const unfit = scopes.flat().find(scope => !SCOPE.test(scope))
  if (unfit !== undefined)
    report(
      'scopes',
      `"${unfit}" is no scope: it is empty, or has a blank in it.`,
      'Write [["a", "b"]] for both of a and b.',
    )
  return scopes
}

/** RFC 6749, section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** The coordinates of the fields that a directive at the coordinate guards, and the names of the types. */
function guardedBy(coordinate: string, schema: GraphQLSchema, pages: Pages): readonly string[] {
  if (coordinate.includes('.')) return fieldsOfAllTypes(coordinate, schema)
  const type = schema.getType(coordinate)
  const objects = isInterfaceType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : []
  const names = new Set([coordinate, ...objects.map(({ name }) => name)])
  const own = objects.flatMap(object => Object.keys(object.getFields()).map(name => `${object.name}.${name}`))
  return [...own, ...waysTo(names, schema, pages), ...objects.map(({ name }) => name)]
}

type Pages = Pick<Surroundings, 'connections' | 'aggregates'>

/** The fields that answer objects of the types, or pages of them, or what is computed over them. */
function waysTo(
  names: ReadonlySet<string>,
  schema: GraphQLSchema,
  { connections, aggregates }: Pages,
): readonly string[] {
  return objectTypes(schema).flatMap(parent =>
    Object.values(parent.getFields()).flatMap(field => {
      const { name } = getNamedType(field.type)
      return names.has(connections.of(name)?.node ?? aggregates.of(name)?.node.name ?? name)
        ? `${parent.name}.${field.name}`
        : []
    }),
  )
}

/** What a user must have to see any object of the types. */
function scopesOfAll([first, ...others]: readonly GraphQLObjectType[], guards: Guards): readonly Scopes[] {
  const of = (type: GraphQLObjectType | undefined) => (type && guards.get(type.name)) ?? []
  if (of(first).length === 0 || others.some(other => of(other).length === 0)) return []
  const ofEach = (scopes: Scopes) => others.every(other => of(other).some(each => textOf(each) === textOf(scopes)))
  // Each asks for a user, whatever else.
  return [ANY_USER, ...of(first).filter(ofEach)]
}
