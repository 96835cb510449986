import { type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql'
import { propertyPath } from '../../plan/path.ts'
import type { FilterReader } from '../../plan/sql/sql-filter.ts'
import type { SqlTerm } from '../../plan/sql/sql-terms.ts'
import { isAggregateFunction } from '../../schema/aggregate-functions.ts'
import { columnOf } from './column-of.ts'
import { operatorsReader } from './filter/operators-reader.ts'
import { noteColumn } from './note-column.ts'
import type { SqlContext } from './sql-context.ts'

type Terms = Map<string, SqlTerm>

/** The number of rows. */
export const COUNT: SqlTerm = { name: 'count', column: undefined }

/** How an `XAggregateFilter` is read, whose terms are added. Reports every field that is none. */
export function termsReader(type: GraphQLInputObjectType, context: SqlContext, terms: Terms): FilterReader {
  const known = new Map<string, FilterReader>()
  const read = (of: GraphQLInputObjectType): FilterReader => {
    const found = known.get(of.name)
    if (found) return found
    const fields = new Map<string, FilterReader>()
    const reader: FilterReader = { kind: 'names', fields }
    known.set(of.name, reader)
    for (const { name, type: fieldType } of Object.values(of.getFields())) {
      const inner = getNamedType(fieldType)
      if (!isInputObjectType(inner)) refuse(context, `${of.name}.${name}`)
      else if (name === 'and' || name === 'or' || name === 'not') fields.set(name, { kind: name, filter: read(inner) })
      else if (isTermName(name)) fields.set(name, termReader(name, inner, context, terms))
      else refuse(context, `${of.name}.${name}`)
    }
    return reader
  }
  return read(type)
}

/** Whether something is computed that is called so. */
export function isTermName(name: string): name is SqlTerm['name'] {
  return name === 'count' || isAggregateFunction(name)
}

/** How what an input says of `count`, or of a function, is read; its terms are added. */
export function termReader(
  name: SqlTerm['name'],
  type: GraphQLInputObjectType,
  context: SqlContext,
  terms: Terms,
): FilterReader {
  if (name !== 'count') return functionReader(name, type, context, terms)
  terms.set(name, COUNT)
  return operatorsReader(type, { column: name }, context)
}

function functionReader(
  name: Exclude<SqlTerm['name'], 'count'>,
  type: GraphQLInputObjectType,
  context: SqlContext,
  terms: Terms,
): FilterReader {
  const fields = new Map<string, FilterReader>()
  for (const field of Object.values(type.getFields())) {
    const inner = getNamedType(field.type)
    const term = addTerm(name, type, field.name, context, terms)
    if (isInputObjectType(inner)) fields.set(field.name, operatorsReader(inner, { column: term }, context))
    else refuse(context, `${type.name}.${field.name}`)
  }
  return { kind: 'names', fields }
}

/** Adds the terms that an `XAggregateOrder` or `XGroupOrder` may name; not `known` fields, which are read otherwise. */
export function addOrderTerms(
  type: GraphQLInputObjectType,
  context: SqlContext,
  terms: Terms,
  known: readonly string[] = [],
): void {
  for (const { name, type: fieldType } of Object.values(type.getFields())) {
    const inner = getNamedType(fieldType)
    if (name === 'count') terms.set(name, COUNT)
    else if (isAggregateFunction(name) && isInputObjectType(inner))
      for (const column of Object.keys(inner.getFields())) addTerm(name, inner, column, context, terms)
    else if (!known.includes(name)) refuse(context, `${type.name}.${name}`)
  }
}

function addTerm(
  name: Exclude<SqlTerm['name'], 'count'>,
  type: GraphQLInputObjectType,
  field: string,
  context: SqlContext,
  terms: Terms,
): string {
  const id = `${name}.${field}`
  const column = columnRead(`${type.name}.${field}`, field, context)
  noteColumn(context, { column, argument: '', computed: name })
  terms.set(id, { name, column })
  return id
}

/** The column of an input's field, which tells of its values: what is guarded there is so here. */
export function columnRead(at: string, field: string, context: SqlContext): string {
  const { returned, source, valueReads } = context
  const column = columnOf(context, field, undefined)
  valueReads.add({ at, type: returned, field, path: propertyPath(column), source })
  return column
}

function refuse({ report }: SqlContext, at: string): void {
  report(undefined, `${at} is nothing that is computed.`, 'Remove it, or leave the type to be implied.')
}
