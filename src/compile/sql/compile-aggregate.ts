import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql'
import { propertyPath } from '../../plan/path.ts'
import { fixedPath } from '../../plan/source-path.ts'
import type { AggregatedColumn, SqlAggregate } from '../../plan/sql/sql-aggregate.ts'
import {
  AGGREGATE_FUNCTIONS,
  AGGREGATE_NAMES,
  type AggregateFunction,
  isAggregateFunction,
} from '../../schema/aggregate-functions.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import type { AggregateType } from '../type/aggregate-types.ts'
import { columnOf } from './column-of.ts'
import type { SqlContext } from './sql-context.ts'

/**
 * Compiles what the fields of an `XAggregate` are: `count`, and functions of columns. A column's field is named as the field of X
 * is, or by its `@map`. Reports what a definition of the file's own has that can't be computed.
 */
export function compileAggregate(context: SqlContext, { type, node, isGroup }: AggregateType): SqlAggregate {
  const functions = new Map<AggregateFunction, ReadonlyMap<string, AggregatedColumn>>()
  const empty: Record<string, unknown> = { count: 0 }
  for (const field of Object.values(type.getFields())) {
    const read = readName(context, type, field.name)
    const part = getNamedType(field.type)
    if (read === 'count' || (isGroup && read === 'keys')) continue
    if (read === undefined || !isAggregateFunction(read) || !isObjectType(part)) {
      const suggestion = suggestOrList(read ?? field.name, ['count', ...AGGREGATE_NAMES], 'fields')
      context.report(undefined, `${type.name}.${field.name} is nothing that is computed.`, suggestion)
      continue
    }
    const columns = compileColumns(context, read, part, node)
    functions.set(read, columns)
    empty[read] = Object.fromEntries([...columns.keys()].map(name => [name, read === 'countDistinct' ? 0 : null]))
  }
  return { functions, empty: isGroup ? [] : empty }
}

/** The name that an answer has a field under. */
function readName({ names, source }: SqlContext, type: GraphQLObjectType, fieldName: string): string | undefined {
  const [only, more] = fixedPath(names.fieldPaths(type.name, fieldName).get(source)) ?? []
  return only?.kind === 'property' && more === undefined ? only.name : undefined
}

function compileColumns(
  context: SqlContext,
  name: AggregateFunction,
  part: GraphQLObjectType,
  node: GraphQLObjectType,
): ReadonlyMap<string, AggregatedColumn> {
  const { names, source, returned, valueReads, report, columns } = context
  const compiled = new Map<string, AggregatedColumn>()
  for (const field of Object.values(part.getFields())) {
    const at = `${part.name}.${field.name}`
    const mapped = names.mappedInputName(part.name, field.name, source)
    const own = mapped === undefined ? node.getFields()[field.name] : undefined
    const ofType = own && getNamedType(own.type).name
    if (ofType !== undefined && AGGREGATE_FUNCTIONS[name].resultOf(ofType) === undefined)
      report(undefined, `${at}: there is no ${name} of type ${ofType}.`, 'Remove the field.')
    const column = mapped ?? columnOf(context, field.name, undefined)
    if (mapped !== undefined) columns.push({ column, argument: '' })
    valueReads.add({
      at,
      type: returned,
      ...(mapped === undefined && { field: field.name }),
      path: propertyPath(column),
      source,
    })
    const read = readName(context, part, field.name)
    if (read !== undefined) compiled.set(read, { column, exact: isExact(ofType, getNamedType(field.type).name) })
  }
  return compiled
}

/** A sum of Ints has few digits enough anywhere. */
function isExact(of: string | undefined, result: string): boolean {
  return of !== 'Int' && (result === 'BigInt' || result === 'Decimal')
}
