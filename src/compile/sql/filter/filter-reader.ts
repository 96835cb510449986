import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLNamedInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'
import {
  type FilterReader,
  isQuantifier,
  isSqlOperator,
  type Quantifier,
  SQL_OPERATORS,
  type SqlOperator,
} from '../../../plan/sql/sql-filter.ts'
import { suggestOrList } from '../../../schema/suggest.ts'
import type { BindingContext } from '../../binding-site.ts'
import { columnOf } from '../column-of.ts'
import { relatedSite } from './related-site.ts'

/**
 * How an input type is read as a filter of the rows that the site returns. A field's name is `and`, `or` or `not`, or what
 * the type's own field of that name reads, or its `@map`. Reports every field that can't be read, once.
 */
export function filterReader(type: GraphQLInputObjectType, site: BindingContext): FilterReader {
  const id = `${site.source} ${site.returned} ${type.name}`
  const known = site.filterReaders.get(id)
  if (known) return known
  const fields = new Map<string, FilterReader>()
  const reader: FilterReader = { kind: 'names', fields }
  site.filterReaders.set(id, reader)
  for (const field of Object.values(type.getFields())) {
    const read = fieldReader(type, field, site)
    if (read) fields.set(field.name, read)
  }
  return reader
}

function fieldReader(
  parent: GraphQLInputObjectType,
  field: GraphQLInputField,
  site: BindingContext,
): FilterReader | undefined {
  const { name } = field
  const type = getNamedType(field.type)
  const mapped = site.names.mappedInputName(parent.name, name, site.source)
  if (mapped === undefined && (name === 'and' || name === 'or' || name === 'not')) {
    if (isInputObjectType(type)) return { kind: name, filter: filterReader(type, site) }
    const message = `${parent.name}.${name} is of type ${type.name}, which is no filter.`
    site.report(undefined, message, `Write ${name}: ${name === 'not' ? parent.name : `[${parent.name}!]`}.`)
    return undefined
  }
  const related = mapped === undefined ? relatedReader(name, type, site) : undefined
  if (related) return related
  const column = mapped ?? columnOf(site, name, undefined)
  if (mapped !== undefined)
    site.columns.push({
      column: mapped,
      argument: 'where',
      ...(site.relatedTable === undefined ? {} : { table: site.relatedTable }),
    })
  return isInputObjectType(type) ? operatorsReader(type, column, site) : { kind: 'value', column }
}

/** The reader of a field that is called as a relation is; undefined where its value is compared with a column. */
function relatedReader(name: string, type: GraphQLNamedInputType, site: BindingContext): FilterReader | undefined {
  const found = site.relations(site.returned, name, site.source)
  if (found?.kind !== 'relation' || !isInputObjectType(type)) return undefined
  const { list, key, to: relation } = found
  const inside = relatedSite(site, found)
  if (!list) {
    if (key !== undefined && namesOperators(type, site)) return undefined
    return { kind: 'one', relation, key, filter: filterReader(type, inside) }
  }
  const quantifiers = new Map<string, { quantifier: Quantifier; filter: FilterReader }>()
  for (const field of Object.values(type.getFields())) {
    const quantifier = operatorName(type, field.name, site)
    const filterType = getNamedType(field.type)
    if (!isQuantifier(quantifier) || !isInputObjectType(filterType)) {
      const message = `${type.name}.${field.name} is no filter that some, none or every has.`
      site.report(undefined, message, `Write some: ${found.type}Filter.`)
      continue
    }
    quantifiers.set(field.name, { quantifier, filter: filterReader(filterType, inside) })
  }
  return { kind: 'related', relation, quantifiers }
}

/** Whether any field of the input type is an operator. */
export function namesOperators(type: GraphQLInputObjectType, site: BindingContext): boolean {
  return Object.values(type.getFields()).some(({ name }) => isSqlOperator(operatorName(type, name, site)))
}

function operatorName(type: GraphQLInputObjectType, field: string, { names, source }: BindingContext): string {
  return names.mappedInputName(type.name, field, source) ?? field
}

/** How an input type is read as operators on a column. Reports every field that is none. */
export function operatorsReader(type: GraphQLInputObjectType, column: string, site: BindingContext): FilterReader {
  const operators = new Map<string, SqlOperator>()
  for (const field of Object.values(type.getFields())) {
    const operator = operatorName(type, field.name, site)
    const at = `${type.name}.${field.name}`
    if (!isSqlOperator(operator)) {
      const suggestion = suggestOrList(operator, Object.keys(SQL_OPERATORS), 'operators')
      site.report(undefined, `${at} is no operator.`, suggestion)
      continue
    }
    operators.set(field.name, operator)
    const isList = isListType(getNullableType(field.type))
    const takesList = SQL_OPERATORS[operator] === 'list'
    if (isInputObjectType(getNamedType(field.type)))
      site.report(undefined, `${at} is an input object, and ${operator} takes scalars.`, 'Give it a scalar type.')
    else if (isList !== takesList)
      site.report(
        undefined,
        takesList
          ? `${at} is no list, and ${operator} takes one.`
          : `${at} is a list, and ${operator} takes one value.`,
        `Write ${field.name}: ${takesList ? `[${getNamedType(field.type).name}!]` : getNamedType(field.type).name}.`,
      )
  }
  return { kind: 'operators', column, operators }
}
