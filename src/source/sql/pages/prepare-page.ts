import type { SqlPage } from '../../../plan/sql/sql-binding.ts'
import { type PageProjection, pageProjection } from '../../page-projection.ts'
import { type ResolveInput, resolveSelect } from '../statement/resolve.ts'
import type { SelectPlan } from '../statement/select-plan.ts'
import { type PageSelect, pageSelect } from './page-select.ts'
import { type Page, resolvePage } from './resolve-page.ts'

/** What a page is read by; undefined where no row can be on it. Throws SourceError. */
export function preparePage(input: ResolveInput, paging: SqlPage): PreparedPage | undefined {
  const { plan } = input
  const projection = pageProjection(plan.projection)
  const page = resolvePage(input, paging, plan.binding.limit)
  const rows = resolveSelect({ ...input, plan: { ...plan, projection: projection.rows } })
  return rows && { projection, page, rows, cut: pageSelect(rows, page, projection, plan.binding.maxRows) }
}

interface PreparedPage {
  readonly projection: PageProjection
  readonly page: Page
  /** All rows, whatever the page. */
  readonly rows: SelectPlan
  readonly cut: PageSelect
}
