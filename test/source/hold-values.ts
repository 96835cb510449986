/** Prints the bytes of ended work that are left behind collections of young garbage, where a Map or an UnderWay has held what was under way. */
import { UnderWay } from '../../src/source/under-way.ts'

const AT_ONCE = 50
const WORKS = 10_000
const WORKS_OF_A_COLLECTION = 100
/** What hangs on one of them; about 16 kB. */
const VALUES = 400

const [, , kind] = process.argv
const underWay = kind === 'Map' ? new Map<string, object>() : new UnderWay<string, object>()
const collect = globalThis.gc as (options?: { readonly type: 'minor' }) => void

for (let at = 0; at < WORKS; at++) {
  underWay.set(`work ${at}`, { values: Array.from({ length: VALUES }, (_, value) => ({ value })) })
  if (at >= AT_ONCE) underWay.delete(`work ${at - AT_ONCE}`)
  if (at % WORKS_OF_A_COLLECTION === 0) collect({ type: 'minor' })
}
const { heapUsed } = process.memoryUsage()
collect()
console.log(heapUsed - process.memoryUsage().heapUsed)
