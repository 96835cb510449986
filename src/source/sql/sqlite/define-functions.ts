import type { AggregateOptions, DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { addVariance, type Deviation, deviationOf, noDeviation, varianceOf } from './deviation.ts'
import { addExactly, exactText, noSum } from './exact-sum.ts'
import { fold } from './fold.ts'
import { localDay } from './local-day.ts'
import { EXACT_SUM, FOLD, LOCAL_DAY, STDDEV, VARIANCE } from './own-functions.ts'

/** A function over the values of a column, whose state is any object. */
interface Aggregate<State> {
  start(): State
  step(state: State, value: SQLOutputValue): State
  result(state: State): SQLInputValue
}

/** Gives a connection the functions that SQLite lacks where rows are compared, computed over and grouped. */
export function defineFunctions(database: DatabaseSync): void {
  database.function(FOLD, { deterministic: true }, fold)
  add(database, EXACT_SUM, { start: noSum, step: addExactly, result: exactText })
  const deviation = { start: noDeviation, step: addVariance }
  add<Deviation>(database, VARIANCE, { ...deviation, result: varianceOf })
  add<Deviation>(database, STDDEV, { ...deviation, result: deviationOf })
  database.function(LOCAL_DAY, { deterministic: true, directOnly: true }, localDay)
}

/** The types of Node know of states that are values of SQL only. */
function add<State>(database: DatabaseSync, name: string, { start, step, result }: Aggregate<State>): void {
  const options = { deterministic: true, directOnly: true, useBigIntArguments: true, start, step, result }
  database.aggregate(name, options as unknown as AggregateOptions)
}
