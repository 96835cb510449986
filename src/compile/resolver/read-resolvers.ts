import { isAbstractType, isObjectType, isScalarType } from 'graphql'
import { isObject } from '../../plan/is-object.ts'
import { OWN_SCALAR } from '../../plan/resolver/own-scalar.ts'
import type { BatchResolver, FieldResolver, TypeResolver } from '../../plan/resolver/resolver-map.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import { coercionOf } from '../../schema/scalar/own-scalars.ts'
import { isKnownScalar } from '../../schema/scalar/scalars.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import type { ProblemList } from '../problem-list.ts'
import type { FieldCode, Resolvers } from './resolvers.ts'

/** What a module of resolvers exports, with its path as problems print it. */
export interface ResolverModule {
  readonly file: string
  readonly resolvers: unknown
  /** What it exports as such. */
  readonly hooks?: unknown
}

const SHAPE = 'Write a function (parent, args, context, info), batch(…), or { resolve, needs, reads }.'

export const READS_REMEDY = "Write reads: { headers: ['x-tenant'], claims: ['sub'] }."

type Report = (coordinate: string, message: string, suggestion: string) => void

/** Holds resolvers against the schema; reports what is for nothing in it, and what is none. */
export function readResolvers(
  { file, resolvers }: ResolverModule,
  { schema }: SchemaDefinition,
  problems: ProblemList,
): Resolvers {
  const report: Report = (...told) => problems.add(told[0], { file, line: 1, column: 1 }, told[1], told[2])
  const fields = new Map<string, FieldCode>()
  const types = new Map<string, TypeResolver>()
  if (!isObject(resolvers)) {
    report('', 'there are no resolvers.', 'Export them: export const resolvers = { Query: { … } }.')
    return { fields, types }
  }
  for (const [name, entry] of Object.entries(resolvers)) {
    const type = name.startsWith('__') ? undefined : schema.getType(name)
    if (!type) {
      const known = Object.keys(schema.getTypeMap()).filter(each => !each.startsWith('__'))
      report(name, `there is no type "${name}".`, suggestOrList(name, known, 'types'))
    } else if (isScalarType(type)) {
      if (isKnownScalar(name)) report(name, `${name} is Sluice's own.`, 'Remove it, or give your scalar another name.')
      else if (coercionOf(entry)) Object.assign(type.extensions, { [OWN_SCALAR]: true })
      else report(name, 'it is no scalar.', 'Write a GraphQLScalarType, or { serialize, parseValue }.')
    } else if (!isObject(entry)) report(name, 'its resolvers are no object.', `Write ${name}: { … }.`)
    else if (isAbstractType(type)) {
      const tell = readTypeResolver(name, entry, report)
      if (tell) types.set(name, tell)
    } else if (!isObjectType(type))
      report(
        name,
        `${name} has no fields that could be answered.`,
        'Remove it: resolvers are of objects, interfaces, unions and scalars.',
      )
    else
      for (const [field, code] of Object.entries(entry)) {
        const coordinate = `${name}.${field}`
        const known = Object.keys(type.getFields())
        if (!known.includes(field))
          report(coordinate, `the type ${name} has no field "${field}".`, suggestOrList(field, known, 'fields'))
        else {
          const read = readField(coordinate, code, report)
          if (read) fields.set(coordinate, read)
        }
      }
  }
  return { fields, types }
}

function readTypeResolver(name: string, entry: Readonly<Record<string, unknown>>, report: Report) {
  const { __resolveType: tell, ...others } = entry
  for (const other of Object.keys(others))
    report(
      `${name}.${other}`,
      `${name} is an interface or union.`,
      'Write the resolver for the fields of its object types.',
    )
  if (typeof tell === 'function') return tell as TypeResolver
  report(
    name,
    'nothing tells the types of its objects.',
    'Write __resolveType, a function (object) that returns the name of a type.',
  )
  return undefined
}

function readField(coordinate: string, code: unknown, report: Report): FieldCode | undefined {
  const described = isObject(code) && 'resolve' in code ? code : { resolve: code }
  const run = runOf(described.resolve)
  const unknown = Object.keys(described).find(name => !['resolve', 'needs', 'reads'].includes(name))
  if (!run) report(coordinate, 'its resolver is no function.', SHAPE)
  else if (unknown !== undefined) report(coordinate, `a resolver has no "${unknown}".`, SHAPE)
  else if (!isNames(described.needs ?? []) || (described.needs as string[] | undefined)?.includes('__proto__'))
    report(coordinate, 'needs takes a list of names.', "Write needs: ['userId'].")
  else if (!isReads(described.reads ?? {})) report(coordinate, 'reads takes names of headers and claims.', READS_REMEDY)
  else return { run, needs: described.needs as string[] | undefined, reads: readsOf(described.reads) }
  return undefined
}

function runOf(code: unknown): FieldCode['run'] | undefined {
  if (typeof code === 'function') return { kind: 'each', call: code as FieldResolver }
  if (!isObject(code) || typeof code.batch !== 'function') return undefined
  return { kind: 'batch', call: code.batch as BatchResolver['batch'] }
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every(each => typeof each === 'string' && each !== '')
}

export function isReads(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.entries(value).every(([name, names]) => ['headers', 'claims'].includes(name) && isNames(names))
  )
}

export function readsOf(reads: unknown): FieldCode['reads'] {
  if (reads === undefined) return undefined
  const { headers = [], claims = [] } = reads as Partial<Record<'headers' | 'claims', readonly string[]>>
  return { headers: headers.map(name => name.toLowerCase()), claims }
}
