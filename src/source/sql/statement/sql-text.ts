import type { SqlDialect, Statement } from '../dialect.ts'
import type { SqlValue } from '../sql-value.ts'
import { placeholderList } from './placeholder-list.ts'

/** How a database writes names and placeholders. */
export type Notation = Pick<SqlDialect, 'quote' | 'numbersPlaceholders'>

/** A piece of a statement: text, in which names are quoted and values are placeholders. */
export class SqlText {
  readonly write: (to: StatementWriter) => void

  constructor(write: (to: StatementWriter) => void) {
    this.write = write
  }
}

/** Gathers the text and the values of a statement, in one pass. */
class StatementWriter implements Statement {
  sql = ''
  readonly parameters: SqlValue[] = []
  readonly #quote: string
  readonly #numbers: boolean

  constructor({ quote, numbersPlaceholders }: Notation) {
    this.#quote = quote
    this.#numbers = numbersPlaceholders
  }

  bind(value: SqlValue): void {
    this.parameters.push(value)
    this.sql += this.#numbers ? `$${this.parameters.length}` : '?'
  }

  bindList(values: readonly SqlValue[]): void {
    if (!this.#numbers) {
      this.sql += placeholderList(values.length)
      for (const value of values) this.parameters.push(value)
      return
    }
    for (const [at, value] of values.entries()) {
      this.sql += at === 0 ? '(' : ', '
      this.bind(value)
    }
    this.sql += ')'
  }

  /** A quote within a name is doubled (SQL-92, 5.2, delimited identifier). */
  name(name: string): void {
    const quote = this.#quote
    this.sql += quote + (name.includes(quote) ? name.replaceAll(quote, quote + quote) : name) + quote
  }
}

/** The statement; each value of it is a placeholder. */
export function statementOf(text: SqlText, notation: Notation): Statement {
  const writer = new StatementWriter(notation)
  text.write(writer)
  const { sql: written, parameters } = writer
  return { sql: written, parameters }
}

/** Text as it stands in the source; what is put into it is a piece of a statement, or else a value, which is bound. */
function sqlText(strings: TemplateStringsArray, ...parts: readonly (SqlText | SqlValue)[]): SqlText {
  return new SqlText(to => {
    to.sql += strings[0]
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at] as SqlText | SqlValue
      if (part instanceof SqlText) part.write(to)
      else to.bind(part)
      to.sql += strings[at + 1]
    }
  })
}

const COMMA = new SqlText(to => {
  to.sql += ', '
})

export const sql = Object.assign(sqlText, {
  /** A name in its parts: schema, table, column. */
  id: (...names: readonly string[]): SqlText =>
    new SqlText(to => {
      for (const [at, name] of names.entries()) {
        if (at > 0) to.sql += '.'
        to.name(name)
      }
    }),
  val: (value: SqlValue): SqlText => new SqlText(to => to.bind(value)),
  /** `(?, ?, …)` for what stands behind IN. */
  list: (values: readonly SqlValue[]): SqlText => new SqlText(to => to.bindList(values)),
  /** Text of our own, or of the schema's author. */
  raw: (text: string): SqlText =>
    new SqlText(to => {
      to.sql += text
    }),
  join: (items: readonly SqlText[], separator = COMMA): SqlText =>
    new SqlText(to => {
      for (const [at, item] of items.entries()) {
        if (at > 0) separator.write(to)
        item.write(to)
      }
    }),
})
