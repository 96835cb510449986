import { getNamedType, isListType, isNonNullType } from 'graphql'
import type { KeyedPlan } from '../../plan/schema-plan.ts'
import { isSqlBinding, type SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { SqlComparison } from '../../plan/sql/sql-filter.ts'
import type { Template } from '../../plan/template.ts'
import type { BindingContext } from '../binding-context.ts'
import type { Home } from '../home.ts'
import { isKeyType } from '../key-type.ts'
import { couldBeAbsent, isNoType, typeBehind } from '../template/argument-type.ts'

/**
 * The key by which the home of the returned type loads the very row that a field of the root finds: one of the same table, whose
 * key column equals an argument that is always there, with nothing else that narrows, orders or keeps it. Undefined for any other.
 */
export function keyedRow(
  { root, args = [] }: BindingContext,
  binding: SqlBinding,
  home: Home | undefined,
): KeyedPlan | undefined {
  if (root !== 'query' || !home?.certain) return undefined
  const { bound } = home
  if (!isSqlBinding(bound.binding) || bound.source !== binding.source || !isPlainRow(binding, bound.binding))
    return undefined
  const own = binding.where.slice(bound.binding.where.length)
  const [test, more] = own
  const [column] = bound.binding.keyColumns
  if (more || test?.kind !== 'compare' || bound.key.length !== 1 || test.column !== column) return undefined
  const template = argumentOf(test, args)
  return template && { home: bound, template }
}

/** Whether it is a row of the home's rows, and nothing but its `where` is its own. */
function isPlainRow(binding: SqlBinding, home: SqlBinding): boolean {
  const { from, where, list, scalar, maxAge } = binding
  const isOfTable = from.kind === 'table' && home.from.kind === 'table' && from.table === home.from.table
  const isNarrowed = [binding.search, binding.through, binding.write, binding.execute, binding.limit, binding.offset]
  const isOther = [binding.page, binding.aggregate, binding.groups, binding.clientOrder]
  return (
    isOfTable &&
    !list &&
    !scalar &&
    maxAge === home.maxAge &&
    binding.keyColumns.length === 0 &&
    binding.orderBy.length === 0 &&
    [...isNarrowed, ...isOther].every(each => each === undefined) &&
    home.where.every((filter, at) => filter === where[at])
  )
}

/** The whole value of an equality that is one argument, which is no null and no list. */
function argumentOf(test: SqlComparison, args: NonNullable<BindingContext['args']>): Template | undefined {
  const { operator, value, inside } = test
  if (operator !== 'eq' || inside || value.kind !== 'template') return undefined
  const [only, more] = value.template
  if (typeof only !== 'object' || more !== undefined || only.from.root !== 'args') return undefined
  const { from, fallback, pipes } = only
  const [first, ...rest] = from.path
  const argument = args.find(({ name }) => first?.kind === 'property' && name === first.name)
  const type = argument && typeBehind(argument, rest)
  if (!type || isNoType(type) || !isNonNullType(type) || isListType(type.ofType)) return undefined
  const isWritten = fallback !== undefined || pipes !== undefined || from.as !== undefined || from.shape !== undefined
  return isWritten || couldBeAbsent(only, args) || !isKeyType(getNamedType(type)) ? undefined : value.template
}
