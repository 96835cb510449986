import { getNamedType, isObjectType } from 'graphql'
import type { SchemaDefinition } from '../../schema/definition.ts'
import { AGGREGATE } from '../../schema/implied/implied-aggregate.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import type { ProblemList } from '../problem-list.ts'
import type { AggregateTypes } from './aggregate-types.ts'
import { type ConnectionTypes, PART_FIELDS } from './connection-types.ts'

/** Checks that the plain fields of connections, edges and PageInfo are ones that a page of rows has. */
export function checkConnections(
  definition: SchemaDefinition,
  { connections, aggregates }: { readonly connections: ConnectionTypes; readonly aggregates: AggregateTypes },
  problems: ProblemList,
): void {
  for (const [typeName, part] of connections.parts) {
    const type = definition.schema.getType(typeName)
    for (const { name, type: fieldType } of isObjectType(type) ? Object.values(type.getFields()) : []) {
      const coordinate = `${typeName}.${name}`
      const position = definition.positions.get(coordinate)
      const read = position && connections.nameOf(typeName, name)
      const known: readonly string[] = PART_FIELDS[part]
      if (!position || read === undefined) continue
      if (part === 'connection' && read === 'aggregate') {
        if (aggregates.has(getNamedType(fieldType).name)) continue
        const wanted = `${connections.of(typeName)?.node}${AGGREGATE}`
        const suggestion = `Return ${wanted}, in a connection that a database answers; it needs no definition.`
        problems.add(coordinate, position, `nothing computes this aggregate of a page.`, suggestion)
        continue
      }
      if (known.includes(read)) continue
      const suggestion = suggestOrList(read, known, 'fields')
      problems.add(coordinate, position, `a page has no "${read}".`, suggestion)
    }
  }
}
