import { expect, test } from 'vitest'
import { MOST_ERRORS } from '../../src/execute/complete/output.ts'
import { canonicalValue } from '../../src/plan/canonical.ts'
import { oracleCases, rootOf } from './oracle-case.ts'
import { oracleReport } from './oracle-report.ts'
import { oracleSeeds, oracleTimeout } from './oracle-seeds.ts'
import { oracleSources } from './oracle-sources.ts'
import { askEngine, askGraphqlJs, type Outcome } from './outcome.ts'

const { first, count } = oracleSeeds(1_000)

test(
  'With asynchronous resolvers the data is the same, and every nulled position has an error at or below it',
  async () => {
    for (const oracle of oracleCases(first, count)) {
      const { variables, bound, keyed } = oracle
      const request = () => ({ variables, root: rootOf(oracle, keyed), sources: oracleSources(oracle, withArguments) })
      const resolved = await askGraphqlJs(bound, request())
      const executed = await askEngine(bound, request())
      const tellsAll = resolved.errors.length <= MOST_ERRORS
      const agree = executed.data === resolved.data && explains(executed, resolved)
      if (!agree || (tellsAll && !explains(resolved, executed)))
        expect.fail(oracleReport(oracle, 'test/execute/async-oracle.test.ts', { resolved, executed }))
    }
  },
  oracleTimeout(count),
)

/** Texts tell the arguments that they were asked for with. */
function withArguments(value: unknown, { args }: { readonly args: object }): unknown {
  if (typeof value !== 'string' || Object.keys(args).length === 0) return value
  return `${value} ${canonicalValue(args)}`
}

/** Whether each position that an error of the one nulls has an error of the other at or below it. */
function explains(one: Outcome, other: Outcome): boolean {
  const data = one.data === undefined ? undefined : JSON.parse(one.data)
  return one.errors.every(({ path = [] }) => {
    const nulled = nulledBy(data, path)
    return other.errors.some(error => nulled.every((segment, at) => error.path?.[at] === segment))
  })
}

/** The part of an error's path that leads to the null which it has left. */
function nulledBy(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let at = data
  for (const [depth, segment] of path.entries()) {
    if (at === null || at === undefined) return path.slice(0, depth)
    at = (at as Record<string | number, unknown>)[segment]
  }
  return path
}
