import type { DirectiveUse } from '../../schema/definition.ts'
import type { SourceKind } from '../source-kind.ts'
import { checkCursors } from './check-cursors.ts'
import { checkGuardedColumns } from './check-guarded-columns.ts'
import { writtenType } from './compile-write.ts'
import { compileSqlSource } from './source/compile-sql-source.ts'
import { SqlCompiler } from './sql-compiler.ts'

/** Databases, by `@sql`. */
export const SQL_KIND: SourceKind = {
  name: 'sql',
  called: 'an sql',
  example: { source: 'db', option: 'url', address: 'mysql://user:password@host/database' },
  usage: '@sql(…)',
  insteadOfMap: 'Remove it.',
  // Answers are rows: what stands in a column is a value, at most the key of another row.
  traits: { answersKeys: false, nestsObjects: false, hasNotations: false },
  clientType: 'SqlClient',
  isPaged: hasNoStatement,
  aggregates: hasNoStatement,
  writtenType,
  compileSource: compileSqlSource,
  checkPlan: (plan, definition, problems) => {
    checkCursors(plan, definition, problems)
    checkGuardedColumns(plan, definition, problems)
  },
  shareCalls: () => 'One statement has room for maxRows of the source: write a limit of at most half of that.',
  createCompiler: (base, homes) => new SqlCompiler(base, homes),
}

/** What an author's own statement answers is as it is. */
function hasNoStatement({ args }: DirectiveUse): boolean {
  return args.query === undefined && args.execute === undefined
}
