import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import { isConstant } from '../../plan/value-expressions.ts'
import type { CallDescription, LoadFacts } from '../call-description.ts'
import type { Catalog } from '../catalog.ts'
import type { Client } from '../client.ts'
import { pageProjection } from '../page-projection.ts'
import type { Key, SourcePlan } from '../source-plan.ts'
import { buildAggregate } from './aggregate/build-aggregate.ts'
import { prepareAggregate } from './aggregate/prepare-aggregate.ts'
import { prepareGroups } from './aggregate/prepare-groups.ts'
import type { SqlDialect } from './dialect.ts'
import { createKeyConverter } from './key/keys.ts'
import { keysPerStatement, wantedRows } from './key/keys-per-statement.ts'
import { preparePage } from './pages/prepare-page.ts'
import { buildSelect } from './statement/build-select.ts'
import { type ResolveInput, resolveSelect } from './statement/resolve.ts'
import { writeStatements } from './write/write-statements.ts'

type SqlPlan = SourcePlan<SqlBinding>

/** What the database is known to have; undefined before it was asked. */
type Known = Catalog | undefined

/** The statements of a load of the binding. A mutation is told by what it does. */
export function describeCalls(plan: SqlPlan, facts: LoadFacts, dialect: SqlDialect, catalog: Known): CallDescription {
  const { binding } = plan
  const { hasArgs, given, client } = facts
  const text = textOf(plan, facts.keys === 1 ? 1 : 2, client, dialect, catalog)
  const { from, write } = binding
  if (write && from.kind === 'table') {
    const callsEach = hasArgs ? writeStatements(plan, write, catalog?.tables.get(from.table)) : undefined
    const mayWrite =
      callsEach !== undefined && callsEach > 0 && (write.kind === 'insert' || write.kind === 'upsert' || text)
    return {
      text: `${write.kind} ${from.table}`,
      keysPerCall: Number.POSITIVE_INFINITY,
      callsEach,
      least: mayWrite ? 1 : 0,
      maxItems: undefined,
    }
  }
  // What is set to null first and asked for behind.
  const variables = binding.execute?.variables.length ? 2 : 0
  const statements = statementsOf(plan) + variables
  const isSaid =
    hasArgs || [binding.limit, binding.page?.first, binding.page?.last].every(each => !each || isConstant(each))
  return {
    text: text ?? nameOf(binding),
    keysPerCall: isSaid ? keysPerStatement(plan, client) : 1,
    callsEach: statements * (1 + questions(plan, facts.keys, dialect, catalog)),
    least: hasArgs && text && (!given || given.some(key => isHeld(plan, key, dialect, catalog))) ? statements : 0,
    maxItems: isSaid ? wantedRows(plan, client) : undefined,
  }
}

/** One for the rows of a page, and one that counts and computes. */
function statementsOf({ binding, projection }: SqlPlan): number {
  if (!binding.page) return 1
  const { hasRows, totalCount, aggregate } = pageProjection(projection)
  return Number(hasRows) + Number(totalCount || aggregate !== undefined)
}

/** What one answer's texts may make the database be asked: once for each key column whose collation takes texts as equal. */
function questions({ binding }: SqlPlan, keys: number | undefined, { classify }: SqlDialect, catalog: Known): number {
  const { from, through, keyColumns } = binding
  if (!classify || !catalog) return 0
  // Of a query's columns nobody knows before it runs.
  if (from.kind === 'query') return keyColumns.length
  const columns = catalog.tables.get(through?.table ?? from.table)?.columns
  return keys === 1 ? 0 : keyColumns.filter(name => columns?.get(name)?.collation).length
}

/** Whether a row may have the key, as far as its columns are known. */
function isHeld({ binding }: SqlPlan, key: Key, { converters }: SqlDialect, catalog: Known): boolean {
  const { from, through, keyColumns } = binding
  const table = from.kind === 'table' ? catalog?.tables.get(through?.table ?? from.table) : undefined
  const columns = keyColumns.map(name => table?.columns.get(name))
  return createKeyConverter(columns, converters)(key) !== undefined
}

/** What is told of a statement that can't be built, as its arguments leave nothing to ask for. */
function nameOf({ from, coordinate }: SqlBinding): string {
  return `select from ${from.kind === 'table' ? from.table : coordinate}`
}

/** The statement for so many keys; undefined where the arguments leave nothing to ask, or the call itself will refuse them. */
function textOf(
  plan: SqlPlan,
  keyCount: number,
  client: Client,
  dialect: SqlDialect,
  catalog: Known,
): string | undefined {
  const { from, through, keyColumns } = plan.binding
  const keys = Array<string[]>(keyColumns.length > 0 ? keyCount : 1).fill(keyColumns.map(() => ''))
  const scope = { args: plan.args, key: [], batch: keys, client }
  const table = from.kind === 'table' ? catalog?.tables.get(from.table) : undefined
  const joinTable = through && catalog?.tables.get(through.table)
  const tables = table && catalog?.tables
  try {
    const { converters, aggregates } = dialect
    return statementText({ plan, table, joinTable, tables, converters, aggregates, scope, keys }, dialect)
  } catch {
    return undefined
  }
}

/** Of a page, the statement for its rows where these are asked for. */
function statementText(input: ResolveInput, dialect: SqlDialect): string | undefined {
  const { plan } = input
  const { page, aggregate, groups } = plan.binding
  if (groups) {
    const prepared = prepareGroups(input, groups, dialect)
    return prepared?.statementOf(prepared.computed.terms).sql
  }
  if (page) {
    const prepared = preparePage(input, page, dialect)
    if (!prepared) return undefined
    const { projection, rows, cut, aggregate: counted } = prepared
    const terms = projection.hasRows ? [] : (counted?.terms ?? [])
    return (terms.length > 0 ? buildAggregate(rows, terms, dialect) : buildSelect(cut.select, dialect)).sql
  }
  const select = resolveSelect(input)
  if (!select) return undefined
  if (!aggregate) return buildSelect(select, dialect).sql
  const { terms } = prepareAggregate(plan.projection, input, dialect.aggregates)
  return terms.length > 0 ? buildAggregate(select, terms, dialect).sql : undefined
}
