import { unlimitedCalls } from '../call-budget.ts'
import { CancelSource } from '../cancel.ts'
import type { Structure } from '../structure.ts'
import { startTimeLimit } from '../time-limit.ts'
import type { Run } from './dialect.ts'
import { dialectOf } from './dialect-of.ts'
import type { SqlSourceOptions } from './sql-source-options.ts'

/**
 * Connects, reads the structure of the database and disconnects; `timeout` is for all of it. Throws SourceError, and
 * Error for an unknown scheme. `onAnswer` is told how many statements have been answered.
 */
export async function readStructure(options: SqlSourceOptions, onAnswer: (count: number) => void): Promise<Structure> {
  const dialect = await dialectOf(options.url)
  await using database = dialect.open(options)
  const never = new CancelSource()
  using limit = startTimeLimit(
    options.name,
    options.timeout,
    { signal: never, deadline: Number.POSITIVE_INFINITY },
    never,
  )
  const calls = unlimitedCalls()
  let answers = 0
  const run: Run = async statement => {
    const result = await database.execute(statement, limit.signal, calls)
    answers++
    onAnswer(answers)
    return result
  }
  return await dialect.readStructure(run, options.schemas ?? [])
}
