import type { Located } from '../document/documents.ts'
import { flatten } from '../schema/flatten-choice.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { SchemaView } from '../schema/schema-view.ts'

/** The ids of all objects that a value of a schema may hold, itself included. */
export function reachedObjects(schema: Located, reader: SchemaReader): Set<string> {
  const found = new Set<string>()
  const choices = new Set<string>()
  const open: SchemaView[] = [reader.read(schema)]
  for (let view = open.pop(); view; view = open.pop())
    if (view.kind === 'list') open.push(reader.read(view.items))
    else if (view.kind === 'choice' && !choices.has(view.id)) {
      choices.add(view.id)
      open.push(...flatten(view, reader))
    } else if (view.kind === 'object' && !found.has(view.id)) {
      found.add(view.id)
      open.push(...[...view.properties.values()].map(place => reader.read(place)))
    }
  return found
}
