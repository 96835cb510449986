import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLNamedInputType,
  getNamedType,
  isInputObjectType,
} from 'graphql'
import { propertyPath } from '../../../plan/path.ts'
import { type FilterReader, isQuantifier, type Quantifier } from '../../../plan/sql/sql-filter.ts'
import type { SqlTerm } from '../../../plan/sql/sql-terms.ts'
import { asksItems, FILTER_OPERATORS, HOLDINGS } from '../../../schema/filter-operators.ts'
import { isTermName, termReader } from '../compile-terms.ts'
import { noteColumn } from '../note-column.ts'
import type { SqlContext } from '../sql-context.ts'
import { inputTerm } from '../term-of.ts'
import { namesOperators, operatorName, operatorsReader } from './operators-reader.ts'
import { relatedContext } from './related-context.ts'
import type { Relation } from './relation.ts'

/**
 * How an input type is read as a filter of the rows that the binding answers. A field's name is `and`, `or` or `not`, or what
 * the type's own field of that name reads, or its `@map`. Reports every field that can't be read, once.
 */
export function filterReader(type: GraphQLInputObjectType, context: SqlContext): FilterReader {
  const id = `${context.source} ${context.returned} ${type.name}`
  const known = context.filterReaders.get(id)
  if (known) return known
  const fields = new Map<string, FilterReader>()
  const reader: FilterReader = { kind: 'names', fields }
  context.filterReaders.set(id, reader)
  for (const field of Object.values(type.getFields())) {
    const read = fieldReader(type, field, context)
    if (read) fields.set(field.name, read)
  }
  return reader
}

function fieldReader(
  parent: GraphQLInputObjectType,
  field: GraphQLInputField,
  context: SqlContext,
): FilterReader | undefined {
  const { name } = field
  const type = getNamedType(field.type)
  const mapped = context.names.mappedInputName(parent.name, name, context.source)
  if (mapped === undefined && (name === 'and' || name === 'or' || name === 'not')) {
    if (isInputObjectType(type)) return { kind: name, filter: filterReader(type, context) }
    const message = `${parent.name}.${name} is of type ${type.name}, which is no filter.`
    context.report(undefined, message, `Write ${name}: ${name === 'not' ? parent.name : `[${parent.name}!]`}.`)
    return undefined
  }
  const { returned, source } = context
  const at = `${parent.name}.${name}`
  const found = mapped === undefined ? context.relations(returned, name, source) : undefined
  if (found?.kind === 'none' && isInputObjectType(type) && !namesOperators(type, context)) {
    context.report(undefined, `${at}: a filter can't go through ${name}: ${found.message}`, found.suggestion)
    return undefined
  }
  const related = found?.kind === 'relation' ? relatedReader(found, type, context) : undefined
  if (related) {
    context.valueReads.add({ at, type: returned, field: name, path: propertyPath(name), source })
    return related
  }
  const term = inputTerm(context, parent.name, name, 'where')
  if (!isInputObjectType(type)) return { kind: 'value', ...term }
  const operators = operatorsReader(type, term, context)
  const names = operators.kind === 'operators' ? [...operators.operators.values()] : []
  const named = { column: term.column, argument: 'where' }
  const holds = HOLDINGS.filter(holding => names.every(name => FILTER_OPERATORS[name].of?.includes(holding) ?? true))
  if (names.some(asksItems)) noteColumn(context, { ...named, holds })
  if (names.includes('regex')) noteColumn(context, { ...named, regex: true })
  return operators
}

/** The reader of a field that is called as a relation is; undefined where its value is compared with a column. */
function relatedReader(found: Relation, type: GraphQLNamedInputType, context: SqlContext): FilterReader | undefined {
  if (!isInputObjectType(type)) return undefined
  const { list, key, to: relation } = found
  const inside = relatedContext(context, found)
  if (list) return listReader(found, type, inside)
  if (key !== undefined && namesOperators(type, context)) return undefined
  return { kind: 'one', relation, key, filter: filterReader(type, inside) }
}

function listReader(
  { type: of, to: relation }: Relation,
  type: GraphQLInputObjectType,
  inside: SqlContext,
): FilterReader {
  const quantifiers = new Map<string, { quantifier: Quantifier; filter: FilterReader }>()
  const where = new Map<string, FilterReader>()
  const computed = new Map<string, FilterReader>()
  const terms = new Map<string, SqlTerm>()
  for (const field of Object.values(type.getFields())) {
    const name = operatorName(type, field.name, inside)
    const inner = getNamedType(field.type)
    const input = isInputObjectType(inner) ? inner : undefined
    if (input && isQuantifier(name))
      quantifiers.set(field.name, { quantifier: name, filter: filterReader(input, inside) })
    else if (input && name === 'where') where.set(field.name, filterReader(input, inside))
    else if (input && isTermName(name)) computed.set(field.name, termReader(name, input, inside, terms))
    else
      inside.report(
        undefined,
        `${type.name}.${field.name} is no condition on a list.`,
        `Write some: ${of}Filter, or count: IntFilter.`,
      )
  }
  const having = { kind: 'names' as const, fields: computed }
  return { kind: 'related', relation, quantifiers, aggregate: { where, having, terms } }
}
