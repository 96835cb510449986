import type { Statement } from '../dialect.ts'
import type { Notation, SqlText } from '../statement/sql-text.ts'
import { statementOf } from '../statement/sql-text.ts'

/** A statement whose answer has these columns, and behind them a value of each text. */
export function withColumns(
  statement: Statement,
  columns: readonly string[],
  texts: readonly SqlText[],
  notation: Notation,
): Statement {
  return { ...statement, namesOf: () => [...columns, ...texts.map(text => statementOf(text, notation).sql)] }
}
