import { BLOG_ROUTES } from './blog.ts'
import { startJsonApi } from './json-api.ts'
import type { UpstreamsOrder, UpstreamsReport } from './upstreams.ts'

/** All APIs of the benchmark, in a process of their own that answers the orders of its parent. */
const apis = { API_URL: await startJsonApi(BLOG_ROUTES) }

process.on('message', ({ delay }: UpstreamsOrder) => {
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
  } satisfies UpstreamsReport)
}
