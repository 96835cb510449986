import type { SqlBinding, SqlOrder } from '../../../plan/sql/sql-binding.ts'
import type { SourcePlan } from '../../source-plan.ts'

/** The order of a call's rows: the client's, then the binding's own; a column counts where it stands first. */
export function orderOf({ binding, args }: SourcePlan<SqlBinding>): readonly SqlOrder[] {
  const { orderBy, clientOrder } = binding
  if (!clientOrder) return orderBy
  const all = [...clientItems(args.orderBy).flatMap(item => itemOrder(item, clientOrder)), ...orderBy]
  return all.filter(({ column }, index) => all.findIndex(each => each.column === column) === index)
}

/** Coerced arguments: an object, or a list of objects; null says nothing. */
function clientItems(given: unknown): readonly object[] {
  const items: readonly unknown[] = Array.isArray(given) ? given : [given]
  return items.filter(item => typeof item === 'object' && item !== null)
}

function itemOrder(item: object, columns: ReadonlyMap<string, string>): readonly SqlOrder[] {
  return Object.entries(item).flatMap(([name, direction]) => {
    const column = columns.get(name)
    return column !== undefined && (direction === 'ASC' || direction === 'DESC') ? [{ column, direction }] : []
  })
}
