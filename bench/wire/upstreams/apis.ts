import { BLOG_ROUTES, SLOW_ROUTES } from './blog.ts'
import { ACCOUNTS_ROUTES, INVENTORY_ROUTES, PRODUCTS_ROUTES, REVIEWS_ROUTES } from './federation.ts'
import { startJsonApi } from './json-api.ts'
import { ROWS_ROUTES } from './rows.ts'
import type { ApisOrder, ApisReport } from './upstreams.ts'

/** Milliseconds of each answer of the slow API. */
const SLOWNESS = 1_000

/** All APIs of the benchmark, in a process of their own that answers the orders of its parent. */
const apis = {
  API_URL: await startJsonApi({ ...BLOG_ROUTES, ...ROWS_ROUTES }),
  SLOW_URL: await startJsonApi(SLOW_ROUTES, SLOWNESS),
  ACCOUNTS_URL: await startJsonApi(ACCOUNTS_ROUTES),
  PRODUCTS_URL: await startJsonApi(PRODUCTS_ROUTES),
  INVENTORY_URL: await startJsonApi(INVENTORY_ROUTES),
  REVIEWS_URL: await startJsonApi(REVIEWS_ROUTES),
}

process.on('message', ({ delay }: ApisOrder) => {
  if (delay !== undefined) for (const api of Object.values(apis)) api.delay = delay
  report()
})
process.on('disconnect', () => process.exit())
report()

function report(): void {
  const all = Object.values(apis)
  process.send?.({
    urls: Object.fromEntries(Object.entries(apis).map(([name, { port }]) => [name, `http://127.0.0.1:${port}`])),
    calls: all.reduce((sum, { calls }) => sum + calls.total, 0),
    anonymousCalls: all.reduce((sum, { calls }) => sum + calls.anonymous, 0),
  } satisfies ApisReport)
}
