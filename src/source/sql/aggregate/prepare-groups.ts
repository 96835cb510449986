import { evaluateValue } from '../../../plan/evaluate.ts'
import type { SqlGroups } from '../../../plan/sql/sql-groups.ts'
import { isConstant } from '../../../plan/value-expressions.ts'
import type { Table } from '../../catalog.ts'
import type { Statement } from '../dialect.ts'
import { badUserInput } from '../error.ts'
import { naturalNumber } from '../filter/natural-number.ts'
import { keyNames } from '../statement/key-names.ts'
import { type ResolveInput, resolveSelect } from '../statement/resolve.ts'
import type { Syntax } from '../statement/select-plan.ts'
import { type SqlText, sql } from '../statement/sql-text.ts'
import { termText } from './aggregate-term.ts'
import { buildGroups } from './build-groups.ts'
import { type GroupedKey, groupKeys, zoneTest } from './group-keys.ts'
import { groupOrder } from './group-order.ts'
import { havingOf } from './having.ts'
import { type PreparedAggregate, prepareAggregate } from './prepare-aggregate.ts'
import { resolveZone } from './resolve-zone.ts'
import { resolveTerms } from './terms.ts'

/** The statement of groups, and how its rows are read. */
export interface PreparedGroups {
  readonly statementOf: (terms: readonly SqlText[]) => Statement
  readonly computed: PreparedAggregate
  readonly by: readonly GroupedKey[]
  /** Where the keys of a group begin in a row. */
  readonly first: number
  /** Most groups of a parent that are wanted; all unless said. */
  readonly limit: number | undefined
  /** Whether the last value of a row tells that the database knows the time zone. */
  readonly testsZone: boolean
}

/** Reads what a client wants of groups; undefined where there can be none. Throws SourceError. */
export function prepareGroups(input: ResolveInput, groups: SqlGroups, syntax: Syntax): PreparedGroups | undefined {
  const { plan, table, tables, converters, scope } = input
  const { binding, args, projection } = plan
  const { source, maxFilterRelations } = binding
  const limit = limitOf(input)
  const zone = resolveZone(groups.timeZone && evaluateValue(groups.timeZone, scope), source)
  const rows = resolveSelect(input)
  const { aggregates } = syntax
  const bounds = { source, maxFilterRelations }
  const filters = { ...bounds, scope, table, tables, converters, aggregates, drops: true, unknown: false }
  const { terms, table: computedTable } = termsOf(groups, input, aggregates)
  const having = havingOf(args.having, groups.having, filters, computedTable, terms, syntax)
  if (rows?.from.kind !== 'table' || having === false) return undefined
  const by = groupKeys(args.groupBy, groups.keys, { filters, syntax, zone, rows: rows.from.table })
  const first = keyNames(binding).length
  const order = groupOrder(args.orderBy, by, terms, { source, first, syntax })
  const computed = prepareAggregate(projection, input, aggregates, first + by.length)
  const test = zoneTest(aggregates, zone)
  const most = mostRows(input, first > 0 ? undefined : limit)
  const statementOf = (each: readonly SqlText[]) => {
    const list = [...by.map(({ text }) => text), ...each, ...(test ? [test] : [])]
    return buildGroups({ rows, list, grouped: by.length, having, order, most }, syntax)
  }
  return { statementOf, computed, by, first, limit, testsZone: test !== undefined }
}

/** The terms that groups may be ordered by and chosen by, as SQL, and the table whose columns they are to conditions. */
interface GroupTerms {
  readonly terms: ReadonlyMap<string, SqlText>
  readonly table: Table
}

/** Of each binding, with the table that they are made for. */
const knownTerms = new WeakMap<SqlGroups, GroupTerms & { readonly of: Table | undefined }>()

function termsOf(groups: SqlGroups, { plan, table }: ResolveInput, aggregates: Syntax['aggregates']): GroupTerms {
  const known = knownTerms.get(groups)
  if (known && known.of === table) return known
  const resolved = resolveTerms(groups.terms, table, plan.binding.source, aggregates)
  const terms = new Map([...resolved.terms].map(([id, term]) => [id, termText(term, column => sql.id(column))]))
  const made = { terms, table: resolved.table, of: table }
  knownTerms.set(groups, made)
  return made
}

/** Throws SourceError for more than the source allows. */
function limitOf({ plan, scope }: ResolveInput): number | undefined {
  const { limit, maxGroups, source } = plan.binding
  const number = naturalNumber('limit', limit, scope, source)
  if (number !== undefined && number > maxGroups) throw badUserInput(`"limit" must be at most ${maxGroups}.`, source)
  return number
}

/** Of all parents together; one more than there may be, so that it is noticed. */
function mostRows({ plan }: ResolveInput, limit: number | undefined) {
  const { maxRows, maxGroups, keyColumns, limit: said } = plan.binding
  const most = 1 + (keyColumns.length > 0 ? maxRows : maxGroups)
  return { rows: limit ?? most, fixed: limit === undefined || isConstant(said) }
}
