import { type GraphQLInputType, type GraphQLSchema, getNamedType } from 'graphql'
import { type Path, printPath } from '../../../plan/path.ts'
import type { SqlAssignment, SqlWrite } from '../../../plan/sql/sql-write.ts'
import type { Column, Table } from '../../../source/catalog.ts'
import { argumentTypeAt } from './argument-type-at.ts'
import { listDepth } from './list-depth.ts'

interface ListProblem {
  /** The directive's argument. */
  readonly argument: string
  readonly message: string
  readonly suggestion: string
}

/** What is written into a column of lists and is none, or a list where the column holds single values. */
export function checkLists(
  write: SqlWrite | undefined,
  table: Table,
  schema: GraphQLSchema,
  coordinate: string,
): readonly ListProblem[] {
  if (!write) return []
  const { kind, rows } = write
  const argumentOf = (path: Path) => {
    const whole = [...(rows.input ?? []), ...path]
    return { name: `$args.${printPath(whole)}`, type: argumentTypeAt(whole, schema, coordinate) }
  }
  const problems = rows.templates.flat().flatMap(assignment => {
    const column = table.columns.get(assignment.column)
    const wrong = column && wrongValue(assignment, column, table.name, argumentOf)
    return wrong ? [{ argument: `${kind}.${column.name}`, ...wrong }] : []
  })
  return [...new Map(problems.map(problem => [problem.message, problem])).values()]
}

function wrongValue(
  { operator, value }: SqlAssignment,
  { name, kind, dimensions = 0 }: Column,
  table: string,
  argumentOf: (path: Path) => { readonly name: string; readonly type: GraphQLInputType | undefined },
): Omit<ListProblem, 'argument'> | undefined {
  if (kind === 'list' && dimensions > 1)
    return {
      message: `"${name}" of "${table}" holds lists of lists, which are not written.`,
      suggestion: 'Leave it out, or write it by a function: @sql(execute: "SELECT …").',
    }
  const [only] = value.kind === 'template' ? value.template : []
  if (typeof only !== 'object' || only.from.root !== 'args' || only.pipes) return undefined
  const { name: written, type } = argumentOf(only.from.path)
  if (!type) return undefined
  const named = getNamedType(type).name
  if (named === 'JSON') return undefined
  const depth = listDepth(type)
  if (kind === 'list' && depth > 1)
    return { message: `"${name}" holds lists, and ${written} is a list of lists.`, suggestion: `Make it [${named}!].` }
  if (kind === 'list' && depth === 0 && operator === undefined)
    return { message: `"${name}" holds lists, and ${written} is one ${named}.`, suggestion: `Make it [${named}!].` }
  if (operator === 'append' && kind !== 'list' && depth > 0)
    return { message: `"${name}" holds no lists, and ${written} is one.`, suggestion: `Make it ${named}.` }
  return undefined
}
