import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { oracleCases, rootOf } from './oracle-case.ts'
import { oracleReport } from './oracle-report.ts'
import { oracleSeeds, oracleTimeout } from './oracle-seeds.ts'
import { oracleSources } from './oracle-sources.ts'
import { askEngine, askGraphqlJs, bounded } from './outcome.ts'

const { first, count } = oracleSeeds(10_000)

test(
  'The engine answers what graphql-js answers, data and errors, however the fields are bound to sources',
  async () => {
    for (const oracle of oracleCases(first, count)) {
      const { variables, plain, bound, whole, keyed, seed } = oracle
      const root = rootOf(oracle, whole)
      const resolved = askGraphqlJs(plain, { variables, root })
      if (resolved instanceof Promise) throw new Error('nothing of the oracle is asynchronous')
      const expected = bounded(resolved)

      // Some answers are written in slices, as very large ones are, and some by generated code, as many objects are.
      const warmUp = seed % 4 === 0 ? 50 : seed % 4 === 1 ? 3 : 0
      const read = await askEngine(plain, { variables, root, warmUp, sliceAfter: seed % 3 === 0 ? seed % 9 : 1_000 })
      const sources = oracleSources(oracle)
      const asked = await askEngine(bound, { variables, root: rootOf(oracle, keyed), sources, warmUp })
      if (isDeepStrictEqual(read, expected) && isDeepStrictEqual(asked, expected)) continue
      const outcomes = { 'graphql-js': expected, 'Engine, reading': read, 'Engine, asking': asked }
      expect.fail(oracleReport(oracle, 'test/execute/oracle.test.ts', outcomes))
    }
  },
  oracleTimeout(count),
)

test('Nearly all random operations are valid', () => {
  expect([...oracleCases(0, 400)].length).toBeGreaterThan(390)
})
