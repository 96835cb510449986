import type { SqlPage } from '../../../plan/sql/sql-binding.ts'
import { type PageProjection, pageProjection } from '../../page-projection.ts'
import type { Projection } from '../../source-plan.ts'
import { type PreparedAggregate, prepareAggregate } from '../aggregate/prepare-aggregate.ts'
import { type ResolveInput, resolveSelect } from '../statement/resolve.ts'
import type { SelectPlan, Syntax } from '../statement/select-plan.ts'
import { type PageSelect, pageSelect } from './page-select.ts'
import { type Page, resolvePage } from './resolve-page.ts'

/** What a page is read by; undefined where no row can be on it. Throws SourceError. */
export function preparePage(
  input: ResolveInput,
  paging: SqlPage,
  syntax: Pick<Syntax, 'aggregates'>,
): PreparedPage | undefined {
  const { plan } = input
  const projection = pageProjection(plan.projection)
  const page = resolvePage(input, paging, plan.binding.limit)
  const rows = resolveSelect({ ...input, plan: { ...plan, projection: projection.rows } })
  if (!rows) return undefined
  const counted = projection.totalCount ? COUNT : undefined
  const wanted = projection.aggregate ? new Map([...(counted ?? []), ...projection.aggregate]) : counted
  return {
    projection,
    page,
    rows,
    cut: pageSelect(rows, page, projection, plan.binding.maxRows),
    aggregate: wanted && prepareAggregate(wanted, input, syntax.aggregates),
  }
}

const COUNT: Projection = new Map([['count', new Map()]])

interface PreparedPage {
  readonly projection: PageProjection
  readonly page: Page
  /** All rows, whatever the page. */
  readonly rows: SelectPlan
  readonly cut: PageSelect
  /** What is computed over all rows; undefined where nothing is asked. */
  readonly aggregate: PreparedAggregate | undefined
}
