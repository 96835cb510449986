import type { JsonPlace } from '../../plan/sql/column-term.ts'
import type { CallBudget } from '../call-budget.ts'
import type { CancelSignal } from '../cancel.ts'
import type { Catalog } from '../catalog.ts'
import type { Collation } from '../collation.ts'
import type { SourceState } from '../source.ts'
import type { Structure } from '../structure.ts'
import type { AggregateSyntax } from './aggregate/aggregate-syntax.ts'
import type { Converters } from './convert/convert.ts'
import type { SearchSyntax } from './search/search-syntax.ts'
import type { DatabaseOptions } from './sql-source-options.ts'
import type { SqlScalar, SqlValue } from './sql-value.ts'
import type { WriteFault } from './write-fault.ts'

/** SQL text with placeholders, and a value for each. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly SqlValue[]
  /** Most bytes of its answer; where there are more, reading stops and it fails as `too_large`. No limit unless said. */
  readonly maxBytes?: number
  /** Told when it is sent to the database, each time that it is. */
  readonly onSent?: (() => void) | undefined
  /** What the columns of its answer are, as SQL, where a database may say less of it: PostgreSQL calls all of `max(price)` and `max(tax)` max. */
  readonly namesOf?: () => readonly string[]
}

/** What a statement answered; integers are numbers where safe, else `bigint`. */
export interface ResultSet {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** The tables' columns that the answer's are, as the database tells; `undefined` for one that is computed. */
  readonly origins?: readonly (ColumnOrigin | undefined)[] | undefined
  /** Of a statement that writes: how many rows it touched, those that had the values already among them. */
  readonly affected?: number
  /** The number that the database gave the row of an INSERT as its key, where the driver tells it. */
  readonly insertId?: number | bigint
  /** Of its answer, as far as they are counted. */
  readonly bytes?: number
}

/** A column of a table, as the catalogue names it. */
export interface ColumnOrigin {
  /** Absent where it is the default one, or there are none. */
  readonly schema?: string
  readonly table: string
  readonly column: string
}

/** The connections to one database. */
export interface Database extends AsyncDisposable {
  /**
   * Runs one statement, prepared. Rejects with a SourceError, and with the signal's reason as soon as it is aborted,
   * wherever the statement is by then. Where it waits, requests take turns; where it is done again, `calls` counts that.
   */
  execute(statement: Statement, signal: CancelSignal, calls: CallBudget): Promise<ResultSet>
  /** How much it has to do now. */
  state(): SourceState
  /** Begins a transaction that may write, on a connection of its own. Rejects as `execute` does. */
  begin(signal: CancelSignal, calls: CallBudget): Promise<Transaction>
}

/** One transaction; disposing of it undoes what was not committed, and gives the connection back. */
export interface Transaction extends AsyncDisposable {
  /** As that of the Database. After a rejection the transaction is good for nothing but to be disposed of. */
  execute(statement: Statement, signal: CancelSignal): Promise<ResultSet>
  /** Runs SAVEPOINT and its like, which take no values and can't be prepared everywhere. Rejects as `execute` does. */
  control(sql: string, signal: CancelSignal): Promise<unknown>
  /**
   * Rejects with a SourceError, or the signal's reason: after `db_lost` and after the signal nobody knows whether the
   * database has committed.
   */
  commit(signal: CancelSignal): Promise<void>
}

export type Run = (statement: Statement) => Promise<ResultSet>

/** What differs between databases in statements that write. */
interface WriteTraits {
  /** What stands for the columns and values of a row that has none. */
  readonly noValues: string
  /** What locks the rows of a SELECT; empty where a transaction has the database for itself. */
  readonly lock: string
  /** Whether an INSERT can answer with columns of its row; if not, the driver tells the number that was made for it. */
  readonly returning: boolean
  /** Whether the WHERE of an UPDATE or DELETE may read other rows of the table. */
  readonly readsTarget: boolean
  /** What puts a text behind that of a column: an operator, or a function. */
  readonly append: '||' | 'concat'
  /** The type that an operand of integers is said to be, where the database would take it for that of the column. */
  readonly integerOperand: string | undefined
  /** Whether an integer that grows too large silently becomes a number of another kind. */
  readonly overflowsSilently: boolean
}

/** Stands for a column in `jsonValue`; no path has it. */
export const JSON_COLUMN = '%'

/** SQLite's own `lower` knows the letters of ASCII only; `sluice_fold` is ours. */
export type FoldFunction = 'lower' | 'sluice_fold'

/** What differs between databases. */
export interface SqlDialect {
  /** What stands around names. */
  readonly quote: '`' | '"'
  /** Whether placeholders are `$1`, `$2` and so on, or all `?`. */
  readonly numbersPlaceholders: boolean
  readonly converters: Converters
  /** The type of a CAST that makes text. */
  readonly textType: 'char' | 'text'
  /** The function that makes upper and lower case the same, of columns, where they are held against this text. */
  foldFunction(text: string): FoldFunction
  /** What stands between a text and a regular expression; SQLite has no function behind it, and fails. */
  readonly regexOperator: '~' | 'regexp'
  readonly writes: WriteTraits
  /** What a statement that writes failed with; `undefined` for a failure that is none of its values. */
  faultOf(error: unknown): WriteFault | undefined
  /** What a trigger, a function or a procedure says in its own words of why it refuses; `undefined` for every other failure. */
  raisedText(error: unknown): string | undefined
  /** Whether there is no such savepoint any more; absent where no statement can end the transaction that it is run in. */
  savepointIsGone?(error: unknown): boolean
  /** What reads a value inside a column of JSON, to be held beside another one where there is one: text in which JSON_COLUMN stands for the column. */
  jsonValue(place: JsonPlace, beside?: SqlScalar): string
  /** What makes a random number. */
  readonly randomFunction: 'rand' | 'random'
  /** Whether `(a, b) > (?, ?)` is the range of an index on these columns; if not, `a > ? or (a = ? and b > ?)` is. */
  readonly comparesRows: boolean
  /** Whether the answer of a subquery, and of a function, has another collation than the column that it is of. */
  readonly forgetsCollations: boolean
  /** Whether ORDER BY puts NULL after all values unless it is told; it comes before them everywhere. */
  readonly nullsAreLargest: boolean
  /** Whether the plan of a prepared statement is made without the limit that is bound to it: it is taken for a tenth of all rows. */
  readonly guessesLimits: boolean
  /** Whether a subquery behind FROM may read the columns of those before it (SQL:1999, LATERAL), and whether the catalogue tells of indexes. */
  readonly readsEachKey: boolean
  readonly aggregates: AggregateSyntax
  readonly search: SearchSyntax
  /** Opens lazily: an unreachable database shows with the first statement. */
  open(options: DatabaseOptions): Database
  /** Reads the default schema, and those others of the names that are there. */
  readCatalog(run: Run, schemas: readonly string[]): Promise<Catalog>
  readStructure(run: Run, schemas: readonly string[]): Promise<Structure>
  /**
   * Asks which texts a collation takes as equal: a row per text with its position from 1, and what is the same for equal
   * ones, null for a text that no row can hold. `undefined` where that is not known; absent where no collation needs it.
   */
  classify?(collation: Collation, texts: readonly string[]): Statement | undefined
}
