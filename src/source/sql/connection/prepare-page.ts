import type { SqlPage } from '../../../plan/sql/sql-binding.ts'
import { type PageSelection, pageSelection } from '../../page-selection.ts'
import { type ResolveInput, resolveSelect } from '../resolve.ts'
import type { SelectPlan } from '../statement/select-plan.ts'
import { type PageSelect, pageSelect } from './page-select.ts'
import { type Page, resolvePage } from './resolve-page.ts'

/** What a page is read by; undefined where no row can be on it. Throws SourceError. */
export function preparePage(input: ResolveInput, paging: SqlPage): PreparedPage | undefined {
  const { plan } = input
  const selection = pageSelection(plan.selection)
  const page = resolvePage(input, paging, plan.binding.limit)
  const rows = resolveSelect({ ...input, plan: { ...plan, selection: selection.rows } })
  return rows && { selection, page, rows, cut: pageSelect(rows, page, selection, plan.binding.maxRows) }
}

interface PreparedPage {
  readonly selection: PageSelection
  readonly page: Page
  /** All rows, whatever the page. */
  readonly rows: SelectPlan
  readonly cut: PageSelect
}
