import type { Operation, Parameter } from '../document/operation.ts'
import { shownProperties } from '../draft/object-draft.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'

/**
 * The operation with a parameter for each property of one that is an object: `?page=1&size=20` of a `pageable`. In a URL such an
 * object has no name of its own (OpenAPI 3.1, 4.8.12.2.2: `form` with `explode`).
 */
export function spreadParameters(operation: Operation, reader: SchemaReader): Operation {
  return { ...operation, parameters: operation.parameters.flatMap(parameter => spread(parameter, reader)) }
}

function spread(parameter: Parameter, reader: SchemaReader): Parameter[] {
  const { in: place, style, explode, schema } = parameter
  const view = schema && reader.read(schema)
  if (place !== 'query' || style !== 'form' || !explode || view?.kind !== 'object') return [parameter]
  const parts = shownProperties(view, 'input', reader).map(([name, inner, { kind, description }]) => ({
    ...parameter,
    name,
    schema: inner,
    required: parameter.required && view.required.has(name),
    description,
    // No style says how an object in an object is written.
    explode: kind !== 'object',
  }))
  return parts.length > 0 ? parts : [parameter]
}
