import {
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isScalarType,
} from 'graphql'
import { propertyPath } from '../../plan/path.ts'
import type { GroupKey, GroupKeys, SqlGroups } from '../../plan/sql/sql-groups.ts'
import type { SqlTerm } from '../../plan/sql/sql-terms.ts'
import type { ValueTemplate } from '../../plan/template.ts'
import { appliedArgument } from '../template/applied-argument.ts'
import { compileValue } from '../template/compile-template.ts'
import { addOrderTerms, columnRead, termsReader } from './compile-terms.ts'
import { relatedContext } from './filter/related-context.ts'
import type { SqlContext } from './sql-context.ts'

/** Compiles the arguments of a field that answers groups: `groupBy`, `having`, `orderBy` and `timeZone`. */
export function compileGroups(context: SqlContext): SqlGroups {
  const { use, report, returned } = context
  if (use.args.orderBy !== undefined)
    report('orderBy', 'groups are in the order that a client says, or that of their keys.', 'Remove it.')
  const groupBy = inputOf(context, 'groupBy', true)
  if (!groupBy && !appliedArgument(context, 'groupBy'))
    report(
      undefined,
      `groups of ${returned} need an argument that says by what.`,
      `Write groupBy: [${returned}Group!]!; it needs no definition.`,
    )
  const having = inputOf(context, 'having', false)
  const orderBy = inputOf(context, 'orderBy', true)
  const terms = new Map<string, SqlTerm>()
  const reader = having && termsReader(having, context, terms)
  if (orderBy) {
    addOrderTerms(orderBy, context, terms, ['keys'])
    const keys = orderBy.getFields().keys
    const type = keys && getNamedType(keys.type)
    if (isInputObjectType(type)) readKeys(type, context, new Map())
  }
  const keys = groupBy ? readKeys(groupBy, context, new Map()) : new Map()
  return { keys, having: reader, terms, timeZone: compileZone(context) }
}

/** The input type of an argument that applies by itself. */
function inputOf(context: SqlContext, name: string, takesList: boolean): GraphQLInputObjectType | undefined {
  const argument = appliedArgument(context, name)
  if (!argument) return undefined
  const open = getNullableType(argument.type)
  const type = getNullableType(isListType(open) ? open.ofType : open)
  if (isInputObjectType(type) && isListType(open) === takesList) return type
  const implied = { groupBy: 'Group', having: 'AggregateFilter', orderBy: 'GroupOrder' }[name]
  context.report(
    undefined,
    `the argument ${name} is of type ${argument.type}, which says nothing of groups.`,
    `Write ${name}: ${takesList ? `[${context.returned}${implied}!]` : context.returned + implied}; it needs no definition.`,
  )
  return undefined
}

/** What the fields of an `XGroup` name: columns, and those of single related rows. */
function readKeys(type: GraphQLInputObjectType, context: SqlContext, known: Map<string, GroupKeys>): GroupKeys {
  const found = known.get(type.name)
  if (found) return found
  const keys = new Map<string, GroupKey>()
  known.set(type.name, keys)
  for (const { name, type: fieldType } of Object.values(type.getFields())) {
    const at = `${type.name}.${name}`
    const inner = getNamedType(fieldType)
    if (!isInputObjectType(inner)) {
      keys.set(name, { kind: 'column', column: columnRead(at, name, context) })
      continue
    }
    const { returned, source, valueReads } = context
    const relation = context.relations(returned, name, source)
    if (relation?.kind !== 'relation' || relation.list || relation.to.via) {
      context.report(undefined, `${at} is no single related row of the database.`, 'Remove it.')
      continue
    }
    valueReads.add({ at, type: returned, field: name, path: propertyPath(name), source })
    const related = readKeys(inner, relatedContext(context, relation), known)
    keys.set(name, { kind: 'related', relation: relation.to, keys: related })
  }
  return keys
}

function compileZone(context: SqlContext): ValueTemplate | undefined {
  const argument = appliedArgument(context, 'timeZone')
  if (!argument) return undefined
  const type = getNullableType(argument.type)
  if (!isScalarType(type) || type.name !== 'String')
    context.report(undefined, `the argument timeZone is of type ${argument.type}.`, 'Write timeZone: String = "UTC".')
  return compileValue('{$args.timeZone}', { argument: 'timeZone', required: false, takes: 'scalar' }, context)
}
