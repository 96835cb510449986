import fc from 'fast-check'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { compileSchema } from '../../src/compile/compile-schema.ts'
import { checkCatalog } from '../../src/compile/sql/catalog/check-catalog.ts'
import { importStructure } from '../../src/import/sql/import-structure.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'
import type { ColumnStructure, Structure, TableStructure } from '../../src/source/structure.ts'
import { RANDOM_STRUCTURE } from './random-structure.ts'

const OPTIONS = { scheme: 'mysql:', defaultURL: undefined, mutations: true, aggregates: true }

/** What `sluice check` says of a schema and a database that is its structure. */
function problemsOf(text: string, structure: Structure): unknown[] {
  const { definition, problems } = loadSchema([{ text: text, file: 'schema.graphql' }])
  if (!definition) return [...problems]
  const environment = { DATABASE_URL: 'mysql://user@host/database' }
  const { plan, problems: found } = compileSchema(definition, { environment, directoryOf: () => '/' })
  return [...problems, ...found, ...checkCatalog(plan, definition, 'db', structure)]
}

test('Whatever the names, keys and comments of a database are, check takes its schema', () => {
  fc.assert(
    fc.property(RANDOM_STRUCTURE, structure => {
      const { text } = importStructure(structure, OPTIONS)
      expect(problemsOf(text, structure)).toEqual([])
    }),
    { numRuns: 350 },
  )
})

test('The comment of every table and column is a description, whatever is in it', () => {
  fc.assert(
    fc.property(RANDOM_STRUCTURE, structure => {
      const { text } = importStructure(structure, OPTIONS)
      const types = parse(text).definitions.filter(node => node.kind === 'ObjectTypeDefinition')
      const described = types.flatMap(({ description, fields = [] }) => [
        description,
        ...fields.map(each => each.description),
      ])
      const expected = types.flatMap(({ directives = [] }) => {
        const value = directives[0]?.arguments?.find(({ name }) => name.value === 'table')?.value
        const table = value?.kind === 'StringValue' ? structure.tables.get(value.value) : undefined
        return table ? [table.comment, ...shownColumns(table).map(({ comment }) => comment)] : []
      })
      expect(described.flatMap(node => (node ? [words(node.value)] : [])).sort()).toEqual(
        expected
          .map(words)
          .filter(comment => comment !== '')
          .sort(),
      )
    }),
    { numRuns: 200 },
  )
})

/** All but those whose name would be an expression. */
function shownColumns({ columns }: TableStructure): ColumnStructure[] {
  return [...columns.values()].filter(({ name }) => !name.includes('{$'))
}

function words(text: string): string {
  return text.trim().split(/\s+/).join(' ')
}
