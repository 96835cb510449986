import type { SqlRelation } from '../../../plan/sql/sql-filter.ts'
import type { SqlAggregateTerm, SqlOrder, SqlRelatedTerm } from '../../../plan/sql/sql-order.ts'
import type { Column } from '../../catalog.ts'
import { resolveTerm } from '../aggregate/terms.ts'
import { badUserInput } from '../error.ts'
import { comparedColumn } from '../filter/compared-column.ts'
import type { RelatedRows } from '../filter/condition.ts'
import { computedScope, type FilterScope, relatedScope } from '../filter/resolve-filter.ts'
import type { SelectOrder } from './keyset.ts'

type OrderScope = Omit<FilterScope, 'drops' | 'unknown'>

/** The order with what a statement needs to know of its columns. Throws SourceError where there is no such column, and TemplateValueError. */
export function selectOrders(order: readonly SqlOrder[], scope: OrderScope): readonly SelectOrder[] {
  return order.flatMap((item, index) => selectOrder(item, `sluice_order${index}`, scope) ?? [])
}

/** Undefined where the order says nothing: nobody may see any of the related rows. */
function selectOrder(item: SqlOrder, name: string, scope: OrderScope): SelectOrder | undefined {
  const { direction, nullsLargest = false } = item
  const way = { direction, nullsLargest }
  const { source } = scope
  if (!item.by) {
    const { column, known } = comparedColumn(item, scope.table, source)
    const traits = traitsOf(ordered(known, source))
    if (typeof column === 'string') return { column, ...way, computed: undefined, ...traits }
    return { column: name, ...way, computed: { kind: 'related', steps: [], column }, ...traits }
  }
  if (item.by.kind === 'random' || item.by.kind === 'rank')
    return { column: name, ...way, computed: item.by, known: NUMBER, nullable: false, asText: false }
  const found = item.by.kind === 'aggregate' ? relatedAggregate(item.by, scope) : relatedColumn(item.by, scope)
  return found && { column: name, ...way, ...found }
}

/** What a database makes of each row. */
const NUMBER: Column = { name: '', kind: 'float', nullable: false }

function traitsOf(known: Column | undefined): Pick<SelectOrder, 'known' | 'nullable' | 'asText'> {
  return { known, nullable: known?.nullable ?? true, asText: known?.listed === true }
}

function ordered(known: Column | undefined, source: string): Column | undefined {
  if (known?.incomparable) throw badUserInput('Rows can not be in the order of a value that has none.', source)
  return known
}

type Found = Pick<SelectOrder, 'computed' | 'known' | 'nullable' | 'asText'> | undefined

function relatedColumn({ relations, ...term }: SqlRelatedTerm, around: OrderScope): Found {
  const found = stepsThrough(relations, around)
  if (!found) return undefined
  const { column, known } = comparedColumn(term, found.inside.table, around.source)
  const computed = { kind: 'related' as const, steps: found.steps, column }
  // There may be no such row.
  return { computed, ...traitsOf(ordered(known, around.source)), nullable: true }
}

function relatedAggregate({ relations, term: { name, column } }: SqlAggregateTerm, around: OrderScope): Found {
  const last = relations.at(-1)
  const found = stepsThrough(relations.slice(0, -1), around)
  if (!last || !found) return undefined
  const { source, aggregates } = around
  const { rows, inside } = computedScope(last, found.inside)
  if (rows.condition === false) return undefined
  const { term, known } = resolveTerm({ name, column }, name, inside.table, source, aggregates)
  const traits = traitsOf(ordered(known, source))
  const computed = { kind: 'aggregate' as const, steps: found.steps, rows, term }
  return { computed, ...traits, nullable: traits.nullable || found.steps.length > 0 }
}

/** What leads from a row to another one; undefined where nobody may see any of these. */
function stepsThrough(relations: readonly SqlRelation[], around: OrderScope) {
  let inside: FilterScope = { ...around, drops: true, unknown: false }
  const steps: RelatedRows[] = []
  for (const relation of relations.flatMap(stepsOf)) {
    const { table, on, condition, inside: next } = relatedScope(relation, inside)
    if (condition === false) return undefined
    steps.push({ table, on, condition })
    inside = next
  }
  return { steps, inside }
}

/** A join table is a step by itself. */
function stepsOf({ via, ...last }: SqlRelation): readonly SqlRelation[] {
  return via ? [via, last] : [last]
}
