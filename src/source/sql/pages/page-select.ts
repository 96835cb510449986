import type { PageProjection } from '../../page-projection.ts'
import { type KeysetBound, reverse } from '../statement/keyset.ts'
import type { SelectPlan } from '../statement/select-plan.ts'
import type { Page } from './resolve-page.ts'

/** The statement of a page: its rows, one more where the operation asks what is there, and what lies behind the cursors. */
export interface PageSelect {
  readonly select: SelectPlan
  /** The part of the answer that tells of a row at or before `after`, and of one at or behind `before`. */
  readonly before: number | undefined
  readonly behind: number | undefined
}

/** Cuts the page out of all rows; those of a page from the end come in reverse. */
export function pageSelect(rows: SelectPlan, page: Page, projection: PageProjection, maxRows: number): PageSelect {
  const { order, size, isSizeFixed, backward, after, before } = page
  const range: KeysetBound[] = []
  const peeks: KeysetBound[] = []
  if (after) range.push({ order, side: 'behind', inclusive: false, values: after })
  if (before) range.push({ order, side: 'before', inclusive: false, values: before })
  const peek = (values: KeysetBound['values'] | undefined, side: KeysetBound['side'], asked: boolean) =>
    values && asked ? peeks.push({ order, side, inclusive: true, values }) : undefined
  const parts = {
    before: peek(after, 'before', projection.hasPreviousPage),
    behind: peek(before, 'behind', projection.hasNextPage),
  }
  const seesMore = backward ? projection.hasPreviousPage : projection.hasNextPage
  const most = size === undefined ? undefined : { rows: size + (seesMore ? 1 : 0), fixed: isSizeFixed }
  const isPerKey = most !== undefined && (rows.keys?.values.length ?? 0) > 1
  const select = {
    ...rows,
    columns: projection.hasCursors
      ? [...new Set([...rows.columns, ...order.map(({ column }) => column)])]
      : rows.columns,
    orderBy: backward ? order.map(reverse) : order,
    range,
    peeks,
    limit: isPerKey ? undefined : (most ?? { rows: maxRows + 1, fixed: true }),
    offset: undefined,
    perKey: isPerKey ? { limit: most, offset: undefined } : undefined,
  }
  return { select, ...parts }
}
