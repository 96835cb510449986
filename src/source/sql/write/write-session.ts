import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { SqlWrite } from '../../../plan/sql/sql-write.ts'
import type { TemplateScope } from '../../../plan/template.ts'
import type { Table } from '../../catalog.ts'
import type { EmptyCounter } from '../../empty-slot.ts'
import type { Slot } from '../../source.ts'
import type { SourcePlan } from '../../source-plan.ts'
import type { ResultSet, SqlDialect, Statement } from '../dialect.ts'
import type { Classify } from '../key/match-keys.ts'
import type { RowTree } from './row-trees.ts'
import type { WriteRow } from './write-row.ts'
import type { ColumnOperator, WriteStatements } from './write-statement.ts'

/** One mutation field at work inside a transaction. */
export interface WriteSession {
  readonly plan: SourcePlan<SqlBinding>
  readonly write: SqlWrite
  readonly table: Table
  readonly tables: ReadonlyMap<string, Table>
  /** What is written. */
  readonly rows: readonly WriteRow[]
  /** The same of an insert whose input holds rows of other tables. */
  readonly trees: readonly RowTree[]
  readonly dialect: SqlDialect
  readonly scope: TemplateScope
  readonly statements: WriteStatements
  /** How an update changes the columns that it does not replace. */
  readonly operators: ReadonlyMap<string, ColumnOperator>
  readonly run: (statement: Statement) => Promise<ResultSet>
  readonly classify: Classify
  /** Where rows that are not there are counted. */
  readonly counter: EmptyCounter
}

/** What one kind of mutation does, by what the field answers. All throw SourceError. */
export interface WriteKind {
  /** Writes: how many rows that touched. */
  touch(session: WriteSession): Promise<number>
  /** Writes one row and answers it; null where it is not there. */
  readOne(session: WriteSession): Promise<Slot>
  /** Writes rows and answers them. */
  readAll(session: WriteSession): Promise<readonly Slot[]>
}
