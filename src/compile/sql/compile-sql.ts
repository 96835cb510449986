import { type GraphQLOutputType, getNamedType, isAbstractType, isObjectType } from 'graphql'
import { propertyPath } from '../../plan/path.ts'
import type { BoundPlan } from '../../plan/schema-plan.ts'
import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import { orderedColumns } from '../../plan/sql/sql-order.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import { compileAggregate } from './compile-aggregate.ts'
import { compileClientOrder } from './compile-client-order.ts'
import { compileExecute, executes } from './compile-execute.ts'
import { compileGroups } from './compile-groups.ts'
import { compileOrder } from './compile-order.ts'
import { compilePaging } from './compile-paging.ts'
import { compileQuery } from './compile-query.ts'
import { compileSearch } from './compile-search.ts'
import type { TableSettings } from './compile-table.ts'
import { compileThrough } from './compile-through.ts'
import { compileWrite, writeKinds } from './compile-write.ts'
import { compileClientFilter } from './filter/compile-input-filter.ts'
import { compileWhere } from './filter/compile-where.ts'
import type { AbsenceRule } from './filter/filter-context.ts'
import { numberAnswer } from './number-answer.ts'
import type { SqlContext } from './sql-context.ts'
import { answersList, sqlBinding, sqlPlan } from './sql-plan.ts'

/** Compiles the `@sql` on a field; reports every mistake in it. */
export function compileSql(
  context: SqlContext,
  table: TableSettings | undefined,
  settings: SqlSourceSettings,
): BoundPlan<SqlBinding> | undefined {
  refuseElsewhere(context)
  const binding = compileBinding(context, table, settings)
  return binding && sqlPlan(context, binding, settings)
}

function compileBinding(
  context: SqlContext,
  table: TableSettings | undefined,
  settings: SqlSourceSettings,
): SqlBinding | undefined {
  if (executes(context.use)) return compileExecute(context, table, settings)
  if (writeKinds(context).length > 0) return compileWrite(context, table, settings)
  return typeof context.use.args.query === 'string'
    ? compileQuery(context, table, settings)
    : compileSelect(context, table, settings)
}

/** What has its place at another directive, or another field. */
function refuseElsewhere(context: SqlContext): void {
  const { use, report, root, returned } = context
  const writes = writeKinds(context).length > 0
  if (root === 'mutation' && !writes && !executes(use))
    report(
      undefined,
      'this only reads, and a mutation changes something.',
      'Write insert, update, upsert, delete: true or execute, or move the field to type Query.',
    )
  const home = returned || getNamedType(context.type as GraphQLOutputType).name
  for (const argument of ['table', 'key'])
    if (use.args[argument] !== undefined && !(argument === 'table' && writes && numberAnswer(context)))
      report(argument, `${argument} stands on a type, not on a field.`, `Write it at the @sql of type ${home}.`)
  if (use.args.type !== undefined && !(writes && numberAnswer(context)))
    report('type', 'type says what a mutation writes that answers Int or Boolean.', 'Remove it.')
  if (use.args.on !== undefined && use.args.upsert === undefined && use.args.insert === undefined)
    report('on', 'on names the key of an insert or an upsert.', 'Remove it, or write upsert.')
  if (use.args.version !== undefined && !writes)
    report('version', 'version stands beside an update or a delete.', 'Remove it.')
}

function compileSelect(
  context: SqlContext,
  table: TableSettings | undefined,
  settings: SqlSourceSettings,
): SqlBinding | undefined {
  const { use, report, returned } = context
  if (!table) {
    report(undefined, `the type ${returned} has no table.`, tableSuggestion(context))
    return undefined
  }
  if (use.args.by !== undefined)
    report('by', 'by stands beside a query with $batch.', 'Remove it: a where with {$this.…} batches by itself.')
  const isSingle = !answersList(context) && !context.connection && !context.aggregate
  const absence: AbsenceRule = isSingle ? { kind: 'refused', consequence: 'another row is found' } : { kind: 'drops' }
  const joined = compileThrough(context, absence)
  const { filters: own, keyColumns } = compileWhere(context, absence)
  if (joined && keyColumns.length > 0)
    report('where', '$this stands in the where of through, which tells whose rows they are.', 'Move it there.')
  const clients = compileClientFilter({ ...context, absence, argument: 'where', negated: false })
  const filters = clients ? [...own, clients] : own
  const search = compileSearch(context, table, absence)
  if (isSingle && filters.length === 0 && keyColumns.length === 0 && !joined && use.args.search === undefined)
    report('where', 'a single row needs a where.', 'Add where: { id: "{$args.id}" }, or return a list.')
  const rows = { from: { kind: 'table' as const, table: table.table }, where: [...table.where, ...filters] }
  const of = { ...rows, keyColumns: joined?.keyColumns ?? keyColumns, through: joined?.through, search }
  const aggregate = context.aggregate && compileAggregate(context, context.aggregate)
  if (context.aggregate?.isGroup) {
    const { limit } = compilePaging(context, table)
    return sqlBinding(context, settings, { ...of, aggregate, groups: compileGroups(context), limit })
  }
  if (aggregate && !context.connection) {
    refuseOrder(context)
    return sqlBinding(context, settings, { ...of, aggregate })
  }
  const orderBy = compileOrder(context)
  const paging = compilePaging(context, table)
  if (paging.page) tellCursors(context, [...orderedColumns(orderBy), ...paging.page.key])
  return sqlBinding(context, settings, {
    ...of,
    aggregate,
    orderBy,
    clientOrder: compileClientOrder(context),
    ...paging,
  })
}

/** What is computed over all rows has neither an order nor a limit. */
function refuseOrder({ use, report }: SqlContext): void {
  for (const argument of ['orderBy', 'limit'])
    if (use.args[argument] !== undefined)
      report(argument, `${argument} says nothing of an aggregate, which is of all rows.`, 'Remove it.')
}

/** Cursors hold the columns in the clear. */
function tellCursors({ coordinate, returned, source, valueReads }: SqlContext, columns: readonly string[]): void {
  for (const column of columns) valueReads.add({ at: coordinate, type: returned, path: propertyPath(column), source })
}

function tableSuggestion({ type, returned }: SqlContext): string {
  const named = type && getNamedType(type)
  if (isObjectType(named)) return `Write type ${returned} @sql(table: "…"), or give a query.`
  return isAbstractType(named)
    ? 'Return an object type, or give a query that answers a column "__typename".'
    : 'Give a query: @sql(query: "SELECT …").'
}
