/** Prints the bytes of ended work that are left behind collections of young garbage, by what has held it while it was under way. */
import { CancelSource } from '../../src/source/cancel.ts'
import { LinkedList } from '../../src/source/linked-list.ts'
import { UnderWay } from '../../src/source/under-way.ts'

const AT_ONCE = 50
const WORKS = 10_000
const WORKS_OF_A_COLLECTION = 100
/** What hangs on one of them; about 16 kB. */
const VALUES = 400

/** Holds works by their numbers until they end. */
interface Hold {
  begin(at: number, work: object): void
  end(at: number): void
}

const holds: Readonly<Record<string, () => Hold>> = {
  Map() {
    const map = new Map<string, object>()
    return { begin: (at, work) => void map.set(`work ${at}`, work), end: at => void map.delete(`work ${at}`) }
  },
  UnderWay() {
    const underWay = new UnderWay<string, object>()
    return { begin: (at, work) => underWay.set(`work ${at}`, work), end: at => underWay.delete(`work ${at}`) }
  },
  LinkedList() {
    const list = new LinkedList<object>()
    const links: ReturnType<typeof list.push>[] = []
    return {
      begin(at, work) {
        links[at % (AT_ONCE + 1)] = list.push(work)
      },
      end: at => list.remove(links[at % (AT_ONCE + 1)] as (typeof links)[number]),
    }
  },
  CancelSource() {
    const source = new CancelSource()
    const listeners: (() => void)[] = []
    return {
      begin(at, work) {
        const listener = () => void work
        listeners[at % (AT_ONCE + 1)] = listener
        source.addEventListener('abort', listener)
      },
      end: at => source.removeEventListener('abort', listeners[at % (AT_ONCE + 1)] as () => void),
    }
  },
}

const hold = (holds[process.argv[2] ?? ''] as () => Hold)()
const collect = globalThis.gc as (options?: { readonly type: 'minor' }) => void
for (let at = 0; at < WORKS; at++) {
  hold.begin(at, { values: Array.from({ length: VALUES }, (_, value) => ({ value })) })
  if (at >= AT_ONCE) hold.end(at - AT_ONCE)
  if (at % WORKS_OF_A_COLLECTION === 0) collect({ type: 'minor' })
}
const { heapUsed } = process.memoryUsage()
collect()
console.log(heapUsed - process.memoryUsage().heapUsed)
