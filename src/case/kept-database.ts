import type { Statement } from '../source/sql/dialect.ts'
import { answerStatements, type SqlWire } from '../source/sql/sql-wire.ts'
import type { KeptCase } from './case.ts'
import { type KeptStatement, printValues } from './kept-statement.ts'

/** A database that plays its part of a case document. */
export interface KeptDatabase {
  readonly dialect: SqlWire
  /** One line a statement with the number of times that it was sent, then one for each that the document doesn't have. */
  calls(): string[]
}

/** The database of a case document that answers from it. */
export function keptDatabase({ name, catalog, statements }: KeptCase): KeptDatabase {
  const counts = new Map<KeptStatement, number>()
  const unexpected: string[] = []
  const answer = (statement: Statement) => {
    const parameters = printValues(statement.parameters)
    const fitting = statements.filter(kept => kept.sql === statement.sql && kept.parameters === parameters)
    // The same statement is answered by one after the other.
    const kept = fitting.find(candidate => (counts.get(candidate) ?? 0) < candidate.calls) ?? fitting.at(-1)
    if (!kept) {
      unexpected.push(`${name}: not expected: ${statement.sql} -- ${parameters}`)
      throw new Error('no statement of the case document fits')
    }
    counts.set(kept, (counts.get(kept) ?? 0) + 1)
    return kept.result
  }
  return {
    dialect: answerStatements(catalog, answer),
    calls: () => [...statements.map(kept => printStatement(name, kept, counts.get(kept) ?? 0)), ...unexpected],
  }
}

/** What `calls()` answers when all is as the document says. */
export function expectedStatements({ name, statements }: KeptCase): string[] {
  return statements.map(kept => printStatement(name, kept, kept.calls))
}

function printStatement(name: string, { sql, parameters }: KeptStatement, calls: number): string {
  return `${name}: ${sql} -- ${parameters} x${calls}`
}
