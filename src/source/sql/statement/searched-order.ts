import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { SqlOrder } from '../../../plan/sql/sql-order.ts'
import type { TemplateScope } from '../../../plan/template.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { resolveSearch } from '../search/resolve-search.ts'
import type { SelectSearch } from '../search/search-syntax.ts'
import { orderOf } from './resolve-order.ts'

interface Searched {
  readonly plan: SourcePlan<SqlBinding>
  readonly scope: TemplateScope
}

/** What is looked for, and the order of what is found. */
interface SearchedOrder {
  /** Undefined where nothing is searched; then there is no rank to order by. */
  readonly search: SelectSearch | undefined
  readonly order: readonly SqlOrder[]
}

/** Throws SourceError for a text that says nothing or too much, and for an order of too many terms. */
export function searchedOrder({ plan, scope }: Searched): SearchedOrder {
  const { search: asked, source } = plan.binding
  const search = asked && resolveSearch(asked, scope, source)
  const order = orderOf(plan)
  return { search, order: search ? order : order.filter(({ by }) => by?.kind !== 'rank') }
}
