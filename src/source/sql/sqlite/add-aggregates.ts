import type { AggregateOptions, DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { EXACT_SUM, STDDEV, VARIANCE } from './aggregate-names.ts'
import { addVariance, type Deviation, deviationOf, noDeviation, varianceOf } from './deviation.ts'
import { addExactly, exactText, noSum } from './exact-sum.ts'

/** A function over the values of a column, whose state is any object. */
interface Aggregate<State> {
  start(): State
  step(state: State, value: SQLOutputValue): State
  result(state: State): SQLInputValue
}

/** Gives a connection the functions that `sqliteAggregate` names. */
export function addAggregates(database: DatabaseSync): void {
  add(database, EXACT_SUM, { start: noSum, step: addExactly, result: exactText })
  const deviation = { start: noDeviation, step: addVariance }
  add<Deviation>(database, VARIANCE, { ...deviation, result: varianceOf })
  add<Deviation>(database, STDDEV, { ...deviation, result: deviationOf })
}

/** The types of Node know of states that are values of SQL only. */
function add<State>(database: DatabaseSync, name: string, { start, step, result }: Aggregate<State>): void {
  const options = { deterministic: true, directOnly: true, useBigIntArguments: true, start, step, result }
  database.aggregate(name, options as unknown as AggregateOptions)
}
