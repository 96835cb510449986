import { compileSchema } from '../../src/compile/compile-schema.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'
import type { Problem } from '../../src/schema/problem.ts'

/** What `sluice check` says of schema files, together, whose variables are all set. */
export function problemsOf(...texts: readonly string[]): readonly Problem[] {
  const files = texts.map((text, at) => ({ text, file: at === 0 ? 'schema.graphql' : `schema-${at + 1}.graphql` }))
  const { definition, problems } = loadSchema(files)
  if (!definition) return problems
  const variables = [...texts.join('\n').matchAll(/\{\$env\.(\w+)/g)].map(([, name = '']) => name)
  const environment = Object.fromEntries(variables.map(name => [name, exampleOf(name)]))
  return [...problems, ...compileSchema(definition, { environment, directoryOf: () => '/' }).problems]
}

function exampleOf(name: string): string {
  if (name.endsWith('DATABASE_URL')) return 'mysql://user@host/database'
  return name.endsWith('_URL') ? 'https://host/path' : 'key'
}
