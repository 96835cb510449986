import { CONTENDERS, type Contender } from './contenders.ts'
import { SHOP_CONTENDERS } from './shop/contenders.ts'
import { SHOP_WORKLOADS } from './shop/workloads.ts'
import { WORKLOADS, type Workload } from './workloads.ts'

/** Workloads that are published together, with what is measured in them. */
export interface Suite {
  /** As the command line and the markers in the docs call it. */
  readonly name: string
  readonly workloads: readonly Workload[]
  /** The first one is what the others are compared with. */
  readonly contenders: readonly Contender[]
  /** Beside the docs' page, and in `results/`. */
  readonly files: { readonly chart: string; readonly results: string }
  /** A chart of a few of the workloads, for the README. */
  readonly excerpt?: { readonly chart: string; readonly workloads: readonly string[] }
}

/** Servers before APIs, and servers before a database with a million orders. */
export const SUITES: readonly [Suite, ...Suite[]] = [
  {
    name: 'wire',
    workloads: WORKLOADS,
    contenders: CONTENDERS,
    files: { chart: 'performance.svg', results: 'published.json' },
    excerpt: { chart: 'performance-joins.svg', workloads: ['w3', 'w4'] },
  },
  {
    name: 'sql',
    workloads: SHOP_WORKLOADS,
    contenders: SHOP_CONTENDERS,
    files: { chart: 'performance-sql.svg', results: 'published-sql.json' },
  },
]

/** The suite that workloads are of. Throws where they are of several. */
export function suiteOf(workloads: readonly { readonly name: string }[]): Suite {
  const found = SUITES.find(suite => workloads.every(({ name }) => suite.workloads.some(each => each.name === name)))
  if (!found) throw new Error(`no suite has ${workloads.map(({ name }) => name).join(', ')}`)
  return found
}
