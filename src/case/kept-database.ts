import type { Statement } from '../source/sql/dialect.ts'
import { answerStatements, type SqlWire } from '../source/sql/sql-wire.ts'
import type { KeptCase } from './case.ts'
import { type KeptStatement, printValues } from './kept-statement.ts'
import { Script } from './script.ts'

/** A database that plays its part of a case document. */
export interface KeptDatabase {
  readonly dialect: SqlWire
  /** One line a statement with the number of times that it was sent, then one for each that the document doesn't have. */
  calls(): string[]
}

/** The database of a case document that answers from it. */
export function keptDatabase({ name, catalog, statements }: KeptCase): KeptDatabase {
  const script = new Script(statements, (kept, calls) => printStatement(name, kept, calls))
  const answer = ({ sql, parameters: values }: Statement) => {
    const parameters = printValues(values)
    const kept = script.take(
      each => each.sql === sql && each.parameters === parameters,
      () => `${name}: not expected: ${sql} -- ${parameters}`,
    )
    if (!kept) throw new Error('no statement of the case document fits')
    return kept.result
  }
  return { dialect: answerStatements(catalog, answer), calls: () => script.calls() }
}

/** What `calls()` answers when all is as the document says. */
export function expectedStatements({ name, statements }: KeptCase): string[] {
  return statements.map(kept => printStatement(name, kept, kept.calls))
}

function printStatement(name: string, { sql, parameters }: KeptStatement, calls: number): string {
  return `${name}: ${sql} -- ${parameters} x${calls}`
}
