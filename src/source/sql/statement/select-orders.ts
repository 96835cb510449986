import type { SqlRelation } from '../../../plan/sql/sql-filter.ts'
import type { SqlOrder, SqlRelatedTerm } from '../../../plan/sql/sql-order.ts'
import type { Column } from '../../catalog.ts'
import { badUserInput } from '../error.ts'
import { comparedColumn } from '../filter/compared-column.ts'
import { type FilterScope, relatedScope } from '../filter/resolve-filter.ts'
import type { SelectOrder } from './keyset.ts'
import type { RelatedRows } from './where.ts'

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
  if (item.by.kind !== 'related')
    return { column: name, ...way, computed: item.by, known: undefined, nullable: false, asText: false }
  const found = relatedColumn(item.by, scope)
  if (!found) return undefined
  const computed = { kind: 'related' as const, steps: found.steps, column: found.column }
  // There may be no such row.
  return { column: name, ...way, computed, ...traitsOf(ordered(found.known, source)), nullable: true }
}

function traitsOf(known: Column | undefined): Pick<SelectOrder, 'known' | 'nullable' | 'asText'> {
  return { known, nullable: known?.nullable ?? true, asText: known?.listed === true }
}

function ordered(known: Column | undefined, source: string): Column | undefined {
  if (known?.incomparable) throw badUserInput('Rows can not be in the order of a value that has none.', source)
  return known
}

function relatedColumn({ relations, ...term }: SqlRelatedTerm, around: OrderScope) {
  let scope: FilterScope = { ...around, drops: true, unknown: false }
  const steps: RelatedRows[] = []
  for (const relation of relations.flatMap(stepsOf)) {
    const { table, on, condition, inside } = relatedScope(relation, scope)
    if (condition === false) return undefined
    steps.push({ table, on, condition: condition === true ? undefined : condition })
    scope = inside
  }
  return { steps, ...comparedColumn(term, scope.table, scope.source) }
}

/** A join table is a step by itself. */
function stepsOf({ via, ...last }: SqlRelation): readonly SqlRelation[] {
  return via ? [via, last] : [last]
}
