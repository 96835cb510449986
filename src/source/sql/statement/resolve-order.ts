import { isObject } from '../../../plan/is-object.ts'
import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { SqlRelation } from '../../../plan/sql/sql-filter.ts'
import { isSameTerm, ORDER_WAYS, type OrderFields, type SqlOrder } from '../../../plan/sql/sql-order.ts'
import type { SqlTerms } from '../../../plan/sql/sql-terms.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { badUserInput } from '../error.ts'
import { MAX_ORDER_TERMS } from '../limits.ts'

/** The order of a call's rows: the client's, then the binding's own; each term counts where it stands first. Throws SourceError. */
export function orderOf({ binding, args }: SourcePlan<SqlBinding>): readonly SqlOrder[] {
  const { orderBy, clientOrder } = binding
  if (!clientOrder) return orderBy
  const asked = clientItems(args.orderBy).flatMap(item => itemOrder(item, clientOrder, binding, []))
  refuseManyTerms(asked, binding.source)
  const all = [...asked, ...orderBy]
  return all.filter((item, index) => all.findIndex(each => isSameTerm(each, item)) === index)
}

/** Throws SourceError for a client's order that names more than it may. */
export function refuseManyTerms(asked: readonly unknown[], source: string): void {
  if (asked.length > MAX_ORDER_TERMS)
    throw badUserInput(`"orderBy" must name at most ${MAX_ORDER_TERMS} columns.`, source)
}

/** Coerced arguments: an object, or a list of objects; null says nothing. */
function clientItems(given: unknown): readonly Readonly<Record<string, unknown>>[] {
  const items: readonly unknown[] = Array.isArray(given) ? given : [given]
  return items.filter(isObject)
}

function itemOrder(
  item: Readonly<Record<string, unknown>>,
  fields: OrderFields,
  binding: SqlBinding,
  relations: readonly SqlRelation[],
): readonly SqlOrder[] {
  return Object.entries(item).flatMap(([name, value]): readonly SqlOrder[] => {
    const reader = fields.get(name)
    if (!reader) return []
    if (reader.kind !== 'column') {
      const through = [...relations, reader.relation]
      refuseTooMany(through, binding)
      if (!isObject(value)) return []
      return reader.kind === 'related'
        ? itemOrder(value, reader.fields, binding, through)
        : aggregateOrder(value, reader.terms, through)
    }
    const way = ORDER_WAYS.get(value)
    if (!way) return []
    const { column, inside } = reader
    const term = { column, ...(inside && { inside }) }
    return [relations.length === 0 ? { ...term, ...way } : { by: { kind: 'related', relations, ...term }, ...way }]
  })
}

/** What is computed by its name, or a function's by those of the columns. */
function aggregateOrder(
  item: Readonly<Record<string, unknown>>,
  terms: SqlTerms,
  relations: readonly SqlRelation[],
  start = '',
): readonly SqlOrder[] {
  return Object.entries(item).flatMap(([name, value]): readonly SqlOrder[] => {
    if (isObject(value)) return aggregateOrder(value, terms, relations, `${name}.`)
    const way = ORDER_WAYS.get(value)
    const term = terms.get(start + name)
    return way && term ? [{ by: { kind: 'aggregate', relations, term }, ...way }] : []
  })
}

function refuseTooMany(relations: readonly SqlRelation[], { source, maxFilterRelations }: SqlBinding): void {
  if (relations.length > maxFilterRelations)
    throw badUserInput(`The order goes through more than ${maxFilterRelations} tables.`, source)
}
