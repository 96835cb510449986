import { getNamedType } from 'graphql'
import { isObject } from '../../plan/is-object.ts'
import type { SqlTerm } from '../../plan/sql/sql-terms.ts'
import { AGGREGATE_FUNCTIONS, AGGREGATE_NAMES } from '../../schema/aggregate-functions.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import { columnOf } from './column-of.ts'
import { COUNT, isTermName } from './compile-terms.ts'
import { noteColumn } from './note-column.ts'
import type { SqlContext } from './sql-context.ts'

/** Something computed that a directive names, and what it says of it. */
interface WrittenTerm {
  /** The name of a condition's column: `count`, `sum.amount`. */
  readonly id: string
  readonly term: SqlTerm
  readonly operand: unknown
  /** The directive's argument: `where.orders.sum.amount`. */
  readonly argument: string
}

/** Compiles `count: …` or `sum: { amount: … }` of a directive, on rows of the returned type. Reports what is not computed. */
export function compileTerm(
  context: SqlContext,
  name: string,
  value: unknown,
  argument: string,
): readonly WrittenTerm[] {
  const { report, returned, names } = context
  if (!isTermName(name)) {
    const message = `"${name}" is nothing that is computed over ${returned} objects.`
    report(argument, message, suggestOrList(name, ['count', ...AGGREGATE_NAMES], 'names'))
    return []
  }
  if (name === 'count') return [{ id: name, term: COUNT, operand: value, argument }]
  if (!isObject(value)) {
    report(argument, `${name} is computed over a column.`, `Write ${name}: { amount: … }.`)
    return []
  }
  return Object.entries(value).flatMap(([field, operand]) => {
    const at = `${argument}.${field}`
    const type = names.typeOf(returned, field)
    const of = type && getNamedType(type).name
    if (of !== undefined && AGGREGATE_FUNCTIONS[name].resultOf(of) === undefined) {
      report(at, `there is no ${name} of type ${of}.`, 'Name another field, or a column.')
      return []
    }
    const term = { name, column: columnOf(context, field, at) }
    noteColumn(context, { column: term.column, argument: at, computed: name })
    return [{ id: `${name}.${field}`, term, operand, argument: at }]
  })
}
