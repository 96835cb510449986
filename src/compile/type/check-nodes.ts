import { isObjectType } from 'graphql'
import type { SchemaDefinition } from '../../schema/definition.ts'
import type { Homes } from '../home.ts'
import type { ProblemList } from '../problem-list.ts'

/** Warns of types with a home by their id whose ids are not global, because of its type, where those of others are. */
export function checkNodes(
  { schema, nodeTypes, positions }: SchemaDefinition,
  homes: Homes,
  problems: ProblemList,
): void {
  if (nodeTypes.size === 0) return
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || nodeTypes.has(type.name)) continue
    const coordinate = `${type.name}.id`
    const position = positions.get(coordinate)
    const [key, more] = homes.of(type.name)?.bound.key ?? []
    if (!position || key?.field !== 'id' || more) continue
    const message = `${type.name} has a home by its id, and no global id: that is of type ID!, and this one of ${type.getFields().id?.type}.`
    problems.warn(coordinate, position, message, 'Write id: ID!, or leave it: it is the id of its source then.')
  }
}
