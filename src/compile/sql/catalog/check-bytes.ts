import { type GraphQLSchema, getNamedType, isEnumType } from 'graphql'
import { type Path, printPath } from '../../../plan/path.ts'
import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { ValueTemplate } from '../../../plan/template.ts'
import { valueExpressions } from '../../../plan/value-expressions.ts'
import type { Table } from '../../../source/catalog.ts'
import { argumentTypeAt } from './argument-type-at.ts'
import { comparisonsOf } from './comparisons.ts'

interface BytesProblem {
  /** The directive's argument. */
  readonly argument: string
  readonly message: string
  readonly suggestion: string
}

interface Use {
  readonly argument: string
  readonly column: string
  readonly value: ValueTemplate
  /** Where its arguments are read from: an input object, or the arguments themselves. */
  readonly within: Path
}

/** Arguments of text that are compared with bytes, or written as such: a column of bytes takes Base64. */
export function checkBytes(
  { where, write }: SqlBinding,
  { columns }: Table,
  schema: GraphQLSchema,
  coordinate: string,
): readonly BytesProblem[] {
  const compared = where
    .flatMap(comparisonsOf)
    .map(({ column, value }): Use => ({ argument: 'where', column, value, within: [] }))
  const rows = write?.rows
  const written = (rows?.templates ?? [])
    .flat()
    .map(({ column, value }): Use => ({ argument: write?.kind ?? '', column, value, within: rows?.input ?? [] }))
  const problems = [...compared, ...written].flatMap(({ argument, column, value, within }) => {
    if (columns.get(column)?.kind !== 'binary') return []
    return valueExpressions(value).flatMap(({ from }) => {
      const path = from.root === 'args' ? [...within, ...from.path] : []
      const type = argumentTypeAt(path, schema, coordinate)
      const named = type && getNamedType(type)
      if (!named || (named.name !== 'String' && !isEnumType(named))) return []
      const message = `"${column}" holds bytes, and $args.${printPath(path)} is a ${named.name}.`
      return [{ argument, message, suggestion: 'Make it Base64.' }]
    })
  })
  return [...new Map(problems.map(problem => [problem.argument + problem.message, problem])).values()]
}
