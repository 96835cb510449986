import { compileSchema } from '../../src/compile/compile-schema.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'
import type { Problem } from '../../src/schema/problem.ts'

/** What `sluice check` says of a schema file whose variables are all set. */
export function problemsOf(text: string): readonly Problem[] {
  const { definition, problems } = loadSchema([{ text: text, file: 'schema.graphql' }])
  if (!definition) return problems
  const variables = [...text.matchAll(/\{\$env\.(\w+)/g)].map(([, name = '']) => name)
  const environment = Object.fromEntries(
    variables.map(name => [name, name.endsWith('_URL') ? 'https://host/path' : 'key']),
  )
  return [...problems, ...compileSchema(definition, { environment, directoryOf: () => '/' }).problems]
}
