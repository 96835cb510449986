import type { AggregateName } from '../../../plan/sql/sql-aggregate.ts'
import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { Column, ColumnKind, Table } from '../../../source/catalog.ts'

/** What numbers are computed of; a column of SQLite may hold them whatever it says. */
const NUMBERS: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['integer', 'decimal', 'float', 'boolean', 'any'])

const UNORDERED: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['json', 'list', 'binary'])

interface AggregateProblem {
  readonly message: string
  readonly suggestion: string
}

/** What of an aggregate its database can't compute, or computes nothing sensible of, by the types of the columns. */
export function checkAggregate({ aggregate }: SqlBinding, table: Table): readonly AggregateProblem[] {
  return [...(aggregate?.functions ?? [])].flatMap(([name, columns]) =>
    [...new Set([...columns.values()].map(({ column }) => column))].flatMap(column => {
      const known = table.columns.get(column)
      const wrong = known && misfit(name, known)
      if (wrong === undefined) return []
      return {
        message: wrong,
        suggestion: 'Give its field the type of what it holds, or define the type of the function without it.',
      }
    }),
  )
}

/** Why a function can't be computed of a column, or says nothing of it. */
export function misfit(name: AggregateName, column: Column): string | undefined {
  return fits(name, column) ? undefined : `nothing is the ${name} of "${column.name}", which holds ${column.kind}.`
}

function fits(name: AggregateName, { kind, incomparable, loose }: Column): boolean {
  if (name === 'countDistinct') return !incomparable
  if (name === 'min' || name === 'max') return !incomparable && !UNORDERED.has(kind)
  return NUMBERS.has(kind) || loose === true
}
