import type { Kysely } from 'kysely'
import type { Catalog } from '../catalog.ts'
import type { Collation } from '../collation.ts'
import type { Structure } from '../structure.ts'
import type { Converters } from './convert.ts'
import type { SqlSourceOptions } from './sql-source-options.ts'
import type { SqlValue } from './sql-value.ts'

/** SQL text with placeholders, and a value for each. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly SqlValue[]
}

/** What a statement answered; integers are numbers where safe, else `bigint`. */
export interface ResultSet {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** The tables' columns that the answer's are, as the database tells; `undefined` for one that is computed. */
  readonly origins?: readonly (ColumnOrigin | undefined)[]
}

/** A column of a table, as the catalogue names it. */
export interface ColumnOrigin {
  readonly table: string
  readonly column: string
}

/** The connections to one database. */
export interface Database extends AsyncDisposable {
  /**
   * Runs one statement, prepared. Rejects with a SourceError, and with the signal's reason as soon as it is aborted,
   * wherever the statement is by then.
   */
  execute(statement: Statement, signal: AbortSignal): Promise<ResultSet>
}

export type Run = (statement: Statement) => Promise<ResultSet>

/** What differs between databases. */
export interface SqlDialect {
  /** Builds statements in the database's SQL; it is connected to nothing. */
  readonly builder: Kysely<unknown>
  readonly converters: Converters
  /** The type of a CAST that makes text. */
  readonly textType: 'char' | 'text'
  /** Opens lazily: an unreachable database shows with the first statement. */
  open(options: SqlSourceOptions): Database
  readCatalog(run: Run): Promise<Catalog>
  readStructure(run: Run): Promise<Structure>
  /**
   * Asks which texts a collation takes as equal: a row per text with its position from 1, and what is the same for equal
   * ones, null for a text that no row can hold. `undefined` where that is not known; absent where no collation needs it.
   */
  classify?(collation: Collation, texts: readonly string[]): Statement | undefined
}
