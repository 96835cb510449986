import { getNamedType, getNullableType, isCompositeType, isListType } from 'graphql'
import type { BindingSite } from '../binding-site.ts'
import { compileTemplate, compileValue, readTemplate } from '../compile-template.ts'
import type { BoundPlan } from '../schema-plan.ts'
import type { SqlSourceSettings } from '../source-settings.ts'
import type { ValueTemplate } from '../template.ts'
import { columnOf } from './column-of.ts'
import { compileOrder } from './compile-order.ts'
import { compileWhere, refuseAbsent } from './compile-where.ts'
import type { SqlBinding, SqlCondition, SqlText } from './sql-binding.ts'

/** Most values of one IN list: safely under the placeholder limits of all dialects, padding included. */
const MAX_KEY_VALUES = 8_192

/** What the `@sql` on a type says of its rows. */
export interface TableSettings {
  readonly table: string
  readonly key: readonly string[]
  readonly where: readonly SqlCondition[]
}

/** Compiles the `@sql` on a type. */
export function compileTable(site: BindingSite): TableSettings {
  const { table, key, query, orderBy, limit, by } = site.use.args
  if (typeof table !== 'string' || table === '')
    site.report(undefined, '@sql on a type needs its table.', `Add table: "${site.returned.toLowerCase()}s".`)
  for (const [argument, value] of Object.entries({ query, orderBy, limit, by }))
    if (value !== undefined) site.report(argument, `${argument} stands on a field, not on a type.`)
  const names = key === undefined || key === null ? ['id'] : Array.isArray(key) ? key : [key]
  return {
    table: String(table ?? ''),
    key: names.map(name => columnOf(site, String(name), 'key')),
    where: compileWhere(site).conditions,
  }
}

/** The home of a type with a table: one row by its key. */
export function compileSqlHome(site: BindingSite, table: TableSettings, settings: SqlSourceSettings): BoundPlan {
  for (const name of keyNames(site)) site.keys?.add('this', [{ kind: 'property', name }], true)
  const binding = bindingOf(site, settings, {
    from: { kind: 'table', table: table.table },
    where: table.where,
    keyColumns: table.key,
  })
  return boundPlan(site, binding, settings)
}

/** Compiles the `@sql` on a field; reports every mistake in it. */
export function compileSql(
  site: BindingSite,
  table: TableSettings | undefined,
  settings: SqlSourceSettings,
): BoundPlan | undefined {
  const { use, report } = site
  for (const argument of ['table', 'key'])
    if (use.args[argument] !== undefined) report(argument, `${argument} stands on a type, not on a field.`)
  const binding =
    typeof use.args.query === 'string' ? compileQuery(site, table, settings) : compileSelect(site, table, settings)
  return binding && boundPlan(site, binding, settings)
}

function compileSelect(
  site: BindingSite,
  table: TableSettings | undefined,
  settings: SqlSourceSettings,
): SqlBinding | undefined {
  const { use, report, returned } = site
  if (!table) {
    report(
      undefined,
      `the type ${returned} has no table.`,
      `Add @sql(table: "…") to type ${returned}, or give a query.`,
    )
    return undefined
  }
  if (use.args.by !== undefined)
    report('by', 'by belongs to a query with $batch.', 'Remove it: a where batches by itself.')
  const { conditions, keyColumns } = compileWhere(site)
  const list = isList(site)
  if (!list) {
    refuseAbsent(site, conditions)
    if (conditions.length === 0 && keyColumns.length === 0)
      report(undefined, 'a single row needs a where.', 'Add where: { id: "{$args.id}" }, or return a list.')
  }
  const limit = amountOf(site, 'limit')
  const offset = amountOf(site, 'offset')
  if (keyColumns.length > 0 && (limit || offset))
    report('limit', 'a limit beside $this is not supported: it would be one for all parents together.', 'Remove it.')
  return bindingOf(site, settings, {
    from: { kind: 'table', table: table.table },
    where: [...table.where, ...conditions],
    keyColumns,
    orderBy: compileOrder(site),
    limit,
    offset,
  })
}

function compileQuery(site: BindingSite, table: TableSettings | undefined, settings: SqlSourceSettings): SqlBinding {
  const { use, report, keys } = site
  for (const argument of ['where', 'orderBy', 'limit'])
    if (use.args[argument] !== undefined)
      report(argument, `${argument} does not stand beside a query.`, 'Write it in the query.')
  const raw = readTemplate(String(use.args.query), 'query', report) ?? []
  const text: SqlText['text'] = compileTemplate(raw, { argument: 'query', required: true }, site)
  if (keys?.uses('this')) report('query', '$this is refused in a query.', 'Use {$batch.…} with by: IN ({$batch.id}).')
  const batched = keys?.uses('batch') ?? false
  if (batched && keys && keys.list().length > 1) report('query', 'several $batch names in one query are not supported.')
  if (batched && typeof use.args.by !== 'string')
    report('query', '$batch needs by: the column that tells which key a row answers.', 'Add by: "…".')
  if (!batched && use.args.by !== undefined) report('by', 'by tells the rows of a batch apart, but there is no $batch.')
  return bindingOf(site, settings, {
    from: { kind: 'query', text },
    where: table?.where ?? [],
    keyColumns: batched ? [columnOf(site, String(use.args.by), 'by')] : [],
  })
}

type Specifics = Pick<SqlBinding, 'from' | 'where' | 'keyColumns'> &
  Partial<Pick<SqlBinding, 'orderBy' | 'limit' | 'offset'>>

function bindingOf(site: BindingSite, settings: SqlSourceSettings, specifics: Specifics): SqlBinding {
  return Object.freeze({
    kind: 'sql',
    source: settings.name,
    coordinate: site.coordinate,
    orderBy: [],
    limit: undefined,
    offset: undefined,
    ...specifics,
    list: isList(site),
    scalar: site.type !== undefined && !isCompositeType(getNamedType(site.type)),
    maxRows: settings.maxRows,
  })
}

function boundPlan(site: BindingSite, binding: SqlBinding, settings: SqlSourceSettings): BoundPlan {
  const columns = Math.max(binding.keyColumns.length, 1)
  return {
    coordinate: site.coordinate,
    source: settings.name,
    binding,
    key: site.keys?.list() ?? [],
    list: binding.list,
    maxBatch: Math.max(1, Math.min(Math.floor(MAX_KEY_VALUES / columns), settings.maxRows)),
  }
}

/** `limit` by the directive, or an argument of the name, which applies by itself. */
function amountOf(site: BindingSite, name: 'limit' | 'offset'): ValueTemplate | undefined {
  const written = site.use.args[name]
  if (written !== undefined && written !== null) return compileValue(written, { argument: name, required: true }, site)
  const argument = isList(site) ? site.args?.find(each => each.name === name) : undefined
  return argument && compileValue(`{$args.${name}}`, { argument: name, required: true }, site)
}

function keyNames(site: BindingSite): string[] {
  const { key } = site.use.args
  return key === undefined || key === null ? ['id'] : Array.isArray(key) ? key.map(String) : [String(key)]
}

function isList({ type }: BindingSite): boolean {
  return type !== undefined && isListType(getNullableType(type))
}
