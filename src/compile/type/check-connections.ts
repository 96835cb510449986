import { isObjectType } from 'graphql'
import type { SchemaDefinition } from '../../schema/definition.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import type { ProblemList } from '../problem-list.ts'
import { type ConnectionTypes, PART_FIELDS } from './connection-types.ts'

/** Checks that the plain fields of connections, edges and PageInfo are ones that a page of rows has. */
export function checkConnections(
  definition: SchemaDefinition,
  connections: ConnectionTypes,
  problems: ProblemList,
): void {
  for (const [typeName, part] of connections.parts) {
    const type = definition.schema.getType(typeName)
    for (const { name } of isObjectType(type) ? Object.values(type.getFields()) : []) {
      const coordinate = `${typeName}.${name}`
      const position = definition.positions.get(coordinate)
      const read = position && connections.nameOf(typeName, name)
      const known: readonly string[] = PART_FIELDS[part]
      if (!position || read === undefined || known.includes(read)) continue
      const suggestion = suggestOrList(read, known, 'fields')
      problems.add(coordinate, position, `a page has no "${read}".`, suggestion)
    }
  }
}
