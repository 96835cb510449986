import { expect } from 'vitest'
import { compileSchema } from '../../src/compile/compile-schema.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'

/** What a schema without mistakes asks of users, by the fields and types. */
export function guardsOf(schema: string) {
  const { definition } = loadSchema([{ text: schema, file: 'schema.graphql' }])
  if (!definition) throw new Error('the schema has mistakes')
  const { plan, problems } = compileSchema(definition, { environment: {}, directoryOf: () => '/' })
  expect(problems).toEqual([])
  return [...plan.guards]
}
