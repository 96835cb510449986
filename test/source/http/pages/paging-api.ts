import type { UpstreamAnswer, UpstreamHandler } from '../../../support/upstream.ts'

export interface Item {
  readonly id: number
  readonly group: number
}

/** How many items a page has at most, and how many unless the request says. */
export interface PagingOptions {
  readonly cap: number
  readonly usual: number
}

/** The styles in which the API gives its pages, as `pages: { … }` of each says it. */
export const STYLES = {
  page: 'page: "page", size: "per_page"',
  pageTotal: 'page: "page", size: "per_page", total: "meta.total"',
  pageHasMore: 'page: "page", size: "per_page", hasMore: "meta.more"',
  pageAhead: 'page: "page", size: "per_page", max: 2, total: "meta.total"',
  pageBareTotal: 'page: "page", total: "meta.total"',
  pageBare: 'page: "page"',
  zeroPage: 'page: "page", start: 0, size: "per_page", total: "$response.headers.X-Total-Count"',
  notFoundPage: 'page: "page", size: "per_page"',
  offset: 'offset: "offset", size: "limit"',
  offsetTotal: 'offset: "offset", size: "limit", total: "meta.total"',
  offsetAhead: 'offset: "offset", size: "limit", max: 3, total: "meta.total"',
  offsetBareTotal: 'offset: "offset", total: "meta.total"',
  offsetBare: 'offset: "offset"',
  cursor: 'cursor: "after", from: "meta.next", size: "limit"',
  item: 'cursor: "starting_after", item: "id", size: "limit"',
  itemHasMore: 'cursor: "starting_after", item: "id", size: "limit", hasMore: "meta.more"',
  next: 'next: "links.next", size: "limit"',
  nextCursor: 'cursor: "after", next: "links.next", size: "limit"',
  link: 'link: true, size: "limit"',
  linkCursor: 'cursor: "after", link: true, size: "limit"',
} as const
export type Style = keyof typeof STYLES

/** Serves the items that `items` gives at `/STYLE?group=…` in pages; of several groups together where it says so often. */
export function pagingHandler(items: () => readonly Item[], options: () => PagingOptions): UpstreamHandler {
  return ({ url }) => {
    const { pathname, searchParams } = new URL(url, 'http://api')
    const groups = searchParams.getAll('group').map(Number)
    const found = items().filter(({ group }) => groups.length === 0 || groups.includes(group))
    return answer(pathname.slice(1) as Style, found, searchParams, options(), url)
  }
}

function answer(
  style: Style,
  items: readonly Item[],
  parameters: URLSearchParams,
  { cap, usual }: PagingOptions,
  url: string,
): UpstreamAnswer {
  const number = (name: string, otherwise: number) => Number(parameters.get(name) ?? otherwise)
  const size = Math.min(number('per_page', number('limit', usual)), cap)
  const start = startOf(style, items, number, size)
  const page = items.slice(start, start + size)
  const more = start + size < items.length
  if (style === 'notFoundPage' && start > 0 && page.length === 0) return { status: 404, json: 'no such page' }
  const last = page.at(-1)?.id
  const next = new URL(url, 'http://api')
  next.searchParams.set('after', String(last))
  const target = next.pathname + next.search
  const isLink = style === 'link' || style === 'linkCursor'
  const headers: Record<string, string> = {
    'x-total-count': String(items.length),
    ...(isLink
      ? { link: `<http://api/>; rel="up", </x>; rel=prev${more ? `, <${target}>; title="a, b"; rel="last next"` : ''}` }
      : {}),
  }
  const meta = { total: items.length, more, ...(more ? { next: String(last) } : {}) }
  return { headers, json: { data: page, meta, links: { next: more ? target : null } } }
}

function startOf(
  style: Style,
  items: readonly Item[],
  number: (name: string, otherwise: number) => number,
  size: number,
): number {
  if (style === 'zeroPage') return number('page', 0) * size
  if (style.startsWith('page') || style === 'notFoundPage') return (number('page', 1) - 1) * size
  if (style.startsWith('offset')) return number('offset', 0)
  const after = number('after', number('starting_after', -1))
  const at = items.findIndex(({ id }) => id > after)
  return after === -1 ? 0 : at === -1 ? items.length : at
}
