import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getOperationAST, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { canonicalValue } from '../../src/plan/canonical.ts'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../../src/plan/schema-plan.ts'
import { compilePlan, planText } from './compile-plan.ts'
import { DEMO_ANSWERS } from './demo.ts'
import { expectedColumns, loadId } from './expected-columns.ts'
import { expectedLoads, keyText } from './expected-loads.ts'
import { LIBRARY, LIBRARY_ANSWERS } from './library.ts'
import type { MemoryCall } from './memory-source.ts'
import { askEngine, askGraphqlJs } from './outcome.ts'
import { Random } from './random.ts'
import { randomOperation } from './random-operation.ts'
import { type Answers, tableSources } from './table-sources.ts'

const DEMO = readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8')

const SCHEMAS = {
  'the demo': { plan: compilePlan(DEMO), answers: DEMO_ANSWERS },
  'a library of two sources': { plan: compilePlan(LIBRARY), answers: LIBRARY_ANSWERS },
}

const OPERATIONS = 1_000

for (const [name, { plan, answers }] of Object.entries(SCHEMAS)) {
  test(`Operations of ${name} make one call a place and chunk, ask for no key twice, and select no column in vain`, async () => {
    for (const { seed, text, variables, plans } of randomOperations(plan)) {
      const { sources, calls } = tableSources(plan, answers)
      const { errors } = await askEngine(plans, { variables, sources })
      const told = `seed ${seed}\n${text}\n${JSON.stringify(variables)}\n${JSON.stringify(errors)}`
      // An error in a mutation stops what comes after it.
      if (plans.operation.operation === 'mutation' && errors.length > 0) continue
      const loads = expectedLoads(plans, variables, answers)
      expect(byLoad(calls), told).toEqual(byLoad(loads))
      expect(
        loads.filter(load => callsOf(load, calls) > load.mostCalls),
        told,
      ).toEqual([])
      expect(columnsInVain(plans, variables, calls), told).toEqual([])
    }
  })

  test(`Operations of ${name} answer the same by the schema's resolvers`, async () => {
    for (const { seed, text, variables, plans } of randomOperations(plan)) {
      const executed = await askEngine(plans, { variables, sources: tableSources(plan, answers).sources })
      const resolved = await askGraphqlJs(plans, { variables, sources: tableSources(plan, answers).sources })
      expect(executed.data, `seed ${seed}\n${text}\n${JSON.stringify(variables)}`).toBe(resolved.data)
    }
  })
}

test('The calls of an operation can be counted by its places', async () => {
  const { plan, answers } = SCHEMAS['a library of two sources']
  const plans = planText(
    plan,
    '{ books(limit: 5) { author { fullName books { reviews { stars } } } again: author { mentor { birthYear } } } }',
  )
  const { sources, calls } = tableSources(plan, answers)
  await askEngine(plans, { sources })
  expect(calls.map(({ coordinate, keys, plan }) => [coordinate, keys.flat(), [...plan.selection.keys()]])).toEqual([
    ['Query.books', [], ['authorId']],
    // Authors and their mentors share a loader, and so what it selects.
    ['Author', [2, 3, 4, 5, 1], ['full_name', 'id', 'mentor_id', 'birth_year']],
    ['Author.books', [2, 3, 4], ['id']],
    ['Author.books', [5, 1], ['id']],
    ['Author', [6], ['full_name', 'id', 'mentor_id', 'birth_year']],
    ['Book.reviews', ['1', '2'], ['stars']],
  ])
})

function* randomOperations(plan: SchemaPlan) {
  for (let seed = 0; seed < OPERATIONS; seed++) {
    const random = new Random(5, seed)
    const { text, variables } = randomOperation(random, plan.schema)
    const document = parse(text)
    const operation = getOperationAST(document)
    if (!operation || validate(plan.schema, document).length > 0) continue
    const plans = new OperationPlans(plan, document, operation)
    yield { seed, text, variables: variables.values(random), plans }
  }
}

/** The keys that each binding or home is asked for, by its arguments; the root fields of a mutation together. */
function byLoad(loads: readonly { readonly coordinate: string; readonly keys: Iterable<unknown> }[]): string[] {
  return loads
    .flatMap(load => {
      const args = 'args' in load ? load.args : (load as unknown as MemoryCall).plan.args
      return [...load.keys].map(
        key =>
          `${load.coordinate} ${canonicalValue(args)} ${typeof key === 'string' ? key : keyText(key as unknown[])}`,
      )
    })
    .sort()
}

function callsOf(
  { coordinate, args }: { readonly coordinate: string; readonly args: unknown },
  calls: readonly MemoryCall[],
) {
  return calls.filter(call => call.coordinate === coordinate && canonicalValue(call.plan.args) === canonicalValue(args))
    .length
}

/** Statements that select anything else than their places need. */
function columnsInVain(plans: OperationPlans, variables: Record<string, unknown>, calls: readonly MemoryCall[]) {
  const needed = expectedColumns(plans, variables)
  return calls
    .filter(({ plan }) => (plan.binding as { kind: string }).kind === 'sql')
    .map(({ coordinate, plan }) => ({
      coordinate,
      selected: [...plan.selection.keys()].sort(),
      needed: [...(needed.get(loadId(coordinate, plan.args)) ?? [])].sort(),
    }))
    .filter(({ selected, needed }) => selected.join() !== needed.join())
}
