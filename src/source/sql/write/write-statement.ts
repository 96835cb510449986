import { type RawBuilder, sql } from 'kysely'
import type { SqlDialect, Statement } from '../dialect.ts'
import type { SqlValue } from '../sql-value.ts'
import { selectOf } from '../statement/build-select.ts'
import { whereClause } from '../statement/rows-of.ts'
import type { SelectPlan } from '../statement/select-plan.ts'
import type { TableId } from '../table-id.ts'
import type { WriteRow } from './write-row.ts'

/** Which rows a statement touches. */
export type Target = Pick<SelectPlan, 'conditions' | 'keys'>

/** The statements that write, in one database's SQL; every value is a placeholder, every name is quoted. */
export class WriteStatements {
  readonly #dialect: SqlDialect
  readonly #table: TableId

  constructor(dialect: SqlDialect, table: TableId) {
    this.#dialect = dialect
    this.#table = table
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
    const assignments = [...row].map(([column, value]) => sql`${sql.id(column)} = ${sql.val(value)}`)
    return this.#build(
      sql`update ${this.#id} set ${sql.join(assignments)}${whereClause(this.#table, target, this.#dialect)}`,
    )
  }

  delete(target: Target): Statement {
    return this.#build(sql`delete from ${this.#id}${whereClause(this.#table, target, this.#dialect)}`)
  }

  count(target: Target): Statement {
    return this.#build(sql`select count(*) from ${this.#id}${whereClause(this.#table, target, this.#dialect)}`)
  }

  /** Reads rows, which nobody else changes until the transaction ends. */
  lock(select: SelectPlan): Statement {
    return this.#build(sql`${selectOf(select, this.#dialect)}${sql.raw(this.#dialect.writes.lock)}`)
  }

  get #id(): RawBuilder<unknown> {
    return sql.id(...this.#table)
  }

  #build(text: RawBuilder<unknown>): Statement {
    const { sql: statement, parameters } = text.compile(this.#dialect.builder)
    return { sql: statement, parameters: parameters as readonly SqlValue[] }
  }
}

function names(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map(column => sql.id(column)))
}

function values(row: readonly SqlValue[]): RawBuilder<unknown> {
  return sql.join(row.map(value => sql.val(value)))
}
