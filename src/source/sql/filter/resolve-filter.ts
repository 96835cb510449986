import { isDeepStrictEqual } from 'node:util'
import { evaluateExpression } from '../../../plan/evaluate.ts'
import { filterExpressions } from '../../../plan/sql/filter-expressions.ts'
import type {
  SqlAggregateFilter,
  SqlComparison,
  SqlFilter,
  SqlInputFilter,
  SqlRelatedFilter,
  SqlRelation,
} from '../../../plan/sql/sql-filter.ts'
import type { TemplateScope } from '../../../plan/template.ts'
import type { Table } from '../../catalog.ts'
import { databaseError } from '../../database-error.ts'
import type { AggregateSyntax } from '../aggregate/aggregate-syntax.ts'
import { resolveTerms } from '../aggregate/terms.ts'
import { checkJoin } from '../catalog/joined-columns.ts'
import { tableId } from '../catalog/table-id.ts'
import type { Converters } from '../convert/convert.ts'
import { refuseAbsentHeaders } from './absent-headers.ts'
import { comparedColumn } from './compared-column.ts'
import { type ComputedRows, type Condition, combine, narrows } from './condition.ts'
import { evaluateOperand } from './operand.ts'
import { readFilter } from './read-filter.ts'
import { resolveComparison } from './resolve-comparison.ts'

/** What a filter is evaluated with. */
export interface FilterScope {
  readonly scope: TemplateScope
  /** The catalogue's table; none for the rows of a query, whose columns nobody knows before it runs. */
  readonly table: Table | undefined
  readonly converters: Converters
  readonly aggregates: AggregateSyntax
  readonly source: string
  readonly maxFilterRelations: number
  /** Whether an absent `$args` drops its condition, as on a list; elsewhere it is unknown. */
  readonly drops: boolean
  /** All tables, to look up related ones; undefined where `table` is. */
  readonly tables: ReadonlyMap<string, Table> | undefined
  /** What is unknown counts as this: whatever finds fewer rows. */
  readonly unknown: boolean
  /** What is found already of filters that are evaluated twice, as within one another they would be without end. */
  readonly counted?: Map<SqlAggregateFilter, CountedRows>
}

/**
 * The filter with its templates evaluated and its values converted: a condition, or `true` or `false` for all rows or
 * none; `undefined` where all of it was dropped. A value that its column can't hold is unknown, and so false, under
 * `not` too. Throws SourceError for a column that does not exist, and TemplateValueError.
 */
export function resolveFilter(filter: SqlFilter, scope: FilterScope, negated = false): Condition | boolean | undefined {
  switch (filter.kind) {
    case 'not':
      return resolveFilter(filter.filter, scope, !negated)
    case 'compare':
      return resolveCompare(filter, scope, negated)
    case 'input':
      return resolveInput(filter, scope, negated)
    case 'unknown':
      return scope.unknown
    case 'related':
      return resolveRelated(filter, scope, negated)
    case 'aggregate':
      return resolveAggregate(filter, scope, negated)
    default: {
      const parts = filter.filters.map(part => resolveFilter(part, scope, negated))
      const kept = parts.filter(part => part !== undefined)
      if (kept.length === 0 && parts.length > 0) return undefined
      return combine((filter.kind === 'and') === negated ? 'or' : 'and', kept)
    }
  }
}

/**
 * Related rows count where the filter is true for them: `none` is the opposite of `some`, and `every` finds no row for
 * which it is not true. Below a negation what is unknown must count as true, so that fewer rows are found.
 */
function resolveRelated(
  { relation, quantifier, filter, isNull = false }: SqlRelatedFilter,
  scope: FilterScope,
  negated: boolean,
): Condition | boolean | undefined {
  const { via, ...last } = relation
  if (via) {
    // No row of the join table leads to one that counts, or every one leads to such only.
    const inner = quantifier === 'none' ? 'some' : quantifier
    return resolveRelated(
      {
        kind: 'related',
        relation: via,
        quantifier,
        filter: { kind: 'related', relation: last, quantifier: inner, filter, isNull },
      },
      scope,
      negated,
    )
  }
  const { table, on, condition: visible, inside } = relatedScope(relation, scope)
  const isNegated = (quantifier !== 'some') !== negated
  const turned = (quantifier === 'none') !== negated
  const wanted = resolveFilter(filter, { ...inside, unknown: turned !== scope.unknown })
  if (wanted === undefined) return undefined
  const counted = quantifier === 'every' ? untrue(wanted) : wanted
  const condition = combine('and', [visible ?? true, counted])
  if (condition === false) return isNegated
  return {
    kind: 'exists',
    negated: isNegated,
    narrows: isNull || narrows(counted),
    table,
    on,
    condition: condition === true ? undefined : condition,
  }
}

/**
 * The table of a relation without a join table, what its rows are related by, which of them there are at all (`false` for none),
 * and what a filter of them is evaluated with. Throws as `resolveFilter` does.
 */
export function relatedScope({ table: name, on, where }: SqlRelation, scope: FilterScope) {
  const { source, tables } = scope
  const table = tables?.get(name)
  if (tables && !table) throw databaseError('db_error', source, new Error(`there is no table "${name}"`))
  for (const { column, related } of on) checkJoin({ table: scope.table, column }, { table, column: related }, source)
  refuseAbsentHeaders(where.flatMap(filterExpressions), scope.scope, source)
  const inside = { ...scope, table }
  const visible = where.map(part => resolveFilter(part, { ...inside, unknown: false }) ?? true)
  return { table: tableId(name, table), on, condition: narrowing(combine('and', visible)), inside }
}

function resolveAggregate(
  aggregate: SqlAggregateFilter,
  { counted = new Map(), ...around }: FilterScope,
  negated: boolean,
): Condition | boolean | undefined {
  const scope = { ...around, counted }
  const found = counted.get(aggregate) ?? countedRows(aggregate, scope)
  counted.set(aggregate, found)
  if (found === 'unknown') return scope.unknown
  const { table, terms } = resolveTerms(aggregate.terms, found.table, scope.source, scope.aggregates)
  const having = resolveFilter(aggregate.having, { ...scope, table, tables: undefined }, negated)
  if (having === undefined || typeof having === 'boolean') return having
  return { kind: 'aggregate', rows: found.rows, terms, having }
}

/** The related rows that count, and their table; unknown where they may be more or less by a value that is unknown. */
type CountedRows = { readonly rows: ComputedRows; readonly table: Table | undefined } | 'unknown'

function countedRows({ relation, filter }: SqlAggregateFilter, scope: FilterScope): CountedRows {
  const { rows, inside } = computedScope(relation, scope)
  const { table } = inside
  if (!filter) return { rows, table }
  const least = resolveFilter(filter, { ...inside, unknown: false }) ?? true
  const most = resolveFilter(filter, { ...inside, unknown: true }) ?? true
  if (!isDeepStrictEqual(least, most)) return 'unknown'
  const condition = combine('and', [rows.condition ?? true, least])
  return { rows: { ...rows, condition: narrowing(condition) }, table }
}

/** The rows of a relation over which something is computed, and what a filter of them is evaluated with. Throws as `resolveFilter` does. */
export function computedScope(
  { via, ...last }: SqlRelation,
  scope: FilterScope,
): { readonly rows: ComputedRows; readonly inside: FilterScope } {
  const joined = via && relatedScope(via, scope)
  const { table, on, condition: own, inside } = relatedScope(last, joined?.inside ?? scope)
  const condition = joined?.condition === false ? false : own
  const through = joined && { table: joined.table, on: joined.on, condition: joined.condition || undefined }
  return { rows: { table, on, condition, via: through }, inside }
}

/** Undefined where all rows are meant. */
function narrowing(condition: Condition | boolean): Condition | false | undefined {
  return condition === true ? undefined : condition
}

function untrue(condition: Condition | boolean): Condition | boolean {
  if (typeof condition === 'boolean') return !condition
  // These are never unknown.
  if (condition.kind === 'exists' || condition.kind === 'null') return { ...condition, negated: !condition.negated }
  return { kind: 'untrue', condition }
}

function resolveInput({ value, reader, nullable }: SqlInputFilter, scope: FilterScope, negated: boolean) {
  const given = evaluateExpression(value, scope.scope)
  if (given === undefined || (given === null && nullable)) return scope.drops ? undefined : scope.unknown
  return resolveFilter(readFilter(given, reader, scope), scope, negated)
}

function resolveCompare(
  { operator, value, ...term }: SqlComparison,
  { scope, table, converters, source, drops, unknown }: FilterScope,
  negated: boolean,
): Condition | boolean | undefined {
  const { column, known } = comparedColumn(term, table, source)
  const operand = evaluateOperand(value, scope)
  if (operand.kind === 'absent') return drops ? undefined : unknown
  // Where nothing may be dropped, an argument's list that keeps nothing out is no condition either; a filter means what it says.
  if (!drops && value.kind !== 'literal' && operand.kind === 'list' && operand.items.length === 0) return unknown
  return resolveComparison(operator, operand, { column, known, converters, source, negated, unknown })
}
