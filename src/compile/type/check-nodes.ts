import { type GraphQLSchema, getNamedType, isAbstractType, isObjectType } from 'graphql'
import type { Guards } from '../../plan/user/guards.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import { FINDERS } from '../../schema/implied/implied-nodes.ts'
import type { Homes } from '../home.ts'
import type { ProblemList } from '../problem-list.ts'

/** Warns of global ids that are missing where they may be meant, and that are there where they may not be. */
export function checkNodes(definition: SchemaDefinition, homes: Homes, guards: Guards, problems: ProblemList): void {
  if (definition.nodeTypes.size === 0) return
  warnOfTypes(definition, homes, problems)
  warnOfWays(definition, guards, problems)
}

/** A type with a home by its id has no global one because of the type of its id. */
function warnOfTypes(
  { schema, nodeTypes, exceptedTypes, positions }: SchemaDefinition,
  homes: Homes,
  problems: ProblemList,
): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || nodeTypes.has(type.name) || exceptedTypes.has(type.name)) continue
    const coordinate = `${type.name}.id`
    const position = positions.get(coordinate)
    const [key, more] = homes.of(type.name)?.bound.key ?? []
    if (!position || key?.field !== 'id' || more) continue
    const message = `${type.name} has a home by its id, and no global id: that is of type ID!, and this one of ${type.getFields().id?.type}.`
    problems.warn(coordinate, position, message, `Write id: ID!, or @globalIds(except: ["${type.name}"]).`)
  }
}

/** By its id everybody comes to what only some come to by other ways. */
function warnOfWays({ schema, nodeTypes, positions }: SchemaDefinition, guards: Guards, problems: ProblemList): void {
  if (guards.size === 0) return
  const finders = FINDERS.map(name => `${schema.getQueryType()?.name}.${name}`)
  const byOthers = (coordinate: string) => !finders.includes(coordinate)
  const all = reachedTypes(schema, byOthers)
  const open = reachedTypes(schema, coordinate => byOthers(coordinate) && !guards.has(coordinate))
  for (const name of nodeTypes) {
    const position = positions.get(name)
    if (!position || guards.has(name) || open.has(name) || !all.has(name)) continue
    const message = `node leads everybody to ${name}, and all other ways to it are guarded.`
    problems.warn(name, position, message, `Guard the type, or write @globalIds(except: ["${name}"]).`)
  }
}

/** The object types that the root types lead to, by fields of which nothing but the coordinate is known. */
function reachedTypes(schema: GraphQLSchema, isWay: (coordinate: string) => boolean): ReadonlySet<string> {
  const roots = [schema.getQueryType(), schema.getMutationType()].filter(isObjectType)
  const reached = new Set(roots)
  for (const type of reached)
    for (const field of Object.values(type.getFields())) {
      if (!isWay(`${type.name}.${field.name}`)) continue
      const named = getNamedType(field.type)
      // What is found is gone through in its turn.
      for (const each of isAbstractType(named) ? schema.getPossibleTypes(named) : [named])
        if (isObjectType(each)) reached.add(each)
    }
  return new Set([...reached].map(({ name }) => name))
}
