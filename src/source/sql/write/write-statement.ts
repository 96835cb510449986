import type { SqlOperator } from '../../../plan/sql/sql-write.ts'
import type { Column } from '../../catalog.ts'
import type { TableId } from '../catalog/table-id.ts'
import type { SqlDialect, Statement } from '../dialect.ts'
import { readsTable } from '../filter/condition.ts'
import type { SqlValue } from '../sql-value.ts'
import { selectOf } from '../statement/build-select.ts'
import { whereClause } from '../statement/rows-of.ts'
import type { SelectPlan } from '../statement/select-plan.ts'
import { type SqlText, sql, statementOf } from '../statement/sql-text.ts'
import { changedValue, overflows } from './changed-value.ts'
import type { WriteRow } from './write-row.ts'

/** Which rows a statement touches. */
export type Target = Pick<SelectPlan, 'conditions' | 'keys'>

/** How an update changes a column. */
export interface ColumnOperator {
  readonly column: Column
  readonly operator: SqlOperator
}

/** The statements that write, in one database's SQL; every value is a placeholder, every name is quoted. */
export class WriteStatements {
  readonly #dialect: SqlDialect
  readonly #table: TableId
  readonly #key: readonly string[]
  readonly #operators: ReadonlyMap<string, ColumnOperator>

  /** The key is a unique one without nulls; none where there is none. The operators are those of columns that an update changes. */
  constructor(
    dialect: SqlDialect,
    table: TableId,
    key: readonly string[],
    operators: ReadonlyMap<string, ColumnOperator>,
  ) {
    this.#dialect = dialect
    this.#table = table
    this.#key = key
    this.#operators = operators
  }

  /** Rows with the same columns, answering with those that are named. */
  insert(rows: readonly WriteRow[], returning: readonly string[]): Statement {
    const columns = [...(rows[0]?.keys() ?? [])]
    const back = returning.length > 0 ? sql` returning ${names(returning)}` : sql``
    if (columns.length === 0)
      return this.#build(sql`insert into ${this.#id} ${sql.raw(this.#dialect.writes.noValues)}${back}`)
    const tuples = rows.map(row => sql`(${values(columns.map(column => row.get(column) ?? null))})`)
    return this.#build(sql`insert into ${this.#id} (${names(columns)}) values ${sql.join(tuples)}${back}`)
  }

  update(row: WriteRow, target: Target): Statement {
    const assignments = [...row].map(([column, value]) => sql`${sql.id(column)} = ${this.#assigned(column, value)}`)
    const set = sql` set ${sql.join(assignments)}`
    if (this.#readsItself(target)) return this.#build(sql`update ${this.#joinedTo(target)}${set}`)
    return this.#build(sql`update ${this.#id}${set}${this.#where(target)}`)
  }

  /** Finds a row that the update would silently take beyond its column; undefined where none can be. */
  overflow(row: WriteRow, target: Target): Statement | undefined {
    if (!this.#dialect.writes.overflowsSilently) return undefined
    const tests = [...row].flatMap(([name, value]) => {
      const change = this.#operators.get(name)
      return change && change.operator !== 'append' ? [overflows(change.column, this.#assigned(name, value))] : []
    })
    if (tests.length === 0) return undefined
    const where = whereClause(this.#table, target, this.#dialect, [sql`(${sql.join(tests, sql` or `)})`])
    return this.#build(sql`select 1 from ${this.#id}${where} limit 1`)
  }

  delete(target: Target): Statement {
    if (this.#readsItself(target)) return this.#build(sql`delete ${this.#id} from ${this.#joinedTo(target)}`)
    return this.#build(sql`delete from ${this.#id}${this.#where(target)}`)
  }

  count(target: Target): Statement {
    return this.#build(sql`select count(*) from ${this.#id}${this.#where(target)}`)
  }

  /** Reads rows, which nobody else changes until the transaction ends. */
  lock(select: SelectPlan): Statement {
    return this.#build(sql`${selectOf(select, this.#dialect)}${sql.raw(this.#dialect.writes.lock)}`)
  }

  /** Whether MySQL would refuse the WHERE (error 1093). */
  #readsItself({ conditions }: Target): boolean {
    const { readsTarget } = this.#dialect.writes
    return !readsTarget && this.#key.length > 0 && conditions.some(each => readsTable(each, this.#table))
  }

  /** The table joined to the keys of the rows that are meant: DISTINCT has the server find these first. */
  #joinedTo(target: Target): SqlText {
    const found = (at: number) => sql.id(`sluice_key${at}`)
    const list = this.#key.map((column, at) => sql`${sql.id(column)} as ${found(at)}`)
    const pairs = this.#key.map((column, at) => sql`${sql.id(...this.#table, column)} = ${found(at)}`)
    const keys = sql`select distinct ${sql.join(list)} from ${this.#id}${this.#where(target)}`
    return sql`${this.#id} inner join (${keys}) as ${sql.id('sluice_found')} on ${sql.join(pairs, sql` and `)}`
  }

  #assigned(column: string, value: SqlValue): SqlText {
    const change = this.#operators.get(column)
    return change ? changedValue(change.column, change.operator, value, this.#dialect.writes) : sql.val(value)
  }

  #where(target: Target): SqlText {
    return whereClause(this.#table, target, this.#dialect)
  }

  get #id(): SqlText {
    return sql.id(...this.#table)
  }

  #build(text: SqlText): Statement {
    return statementOf(text, this.#dialect)
  }
}

function names(columns: readonly string[]): SqlText {
  return sql.join(columns.map(column => sql.id(column)))
}

function values(row: readonly SqlValue[]): SqlText {
  return sql.join(row.map(value => sql.val(value)))
}
