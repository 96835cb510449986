import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getOperationAST, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../../src/plan/schema-plan.ts'
import { compilePlan, planText } from './compile-plan.ts'
import { DEMO_ANSWERS } from './demo.ts'
import { expectedColumns, loadId } from './expected-columns.ts'
import { type ExpectedLoad, expectedLoads, keyText } from './expected-loads.ts'
import { LIBRARY, LIBRARY_ANSWERS } from './library.ts'
import type { MemoryCall } from './memory-source.ts'
import { askEngine, askGraphqlJs } from './outcome.ts'
import { Random } from './random.ts'
import { randomOperation } from './random-operation.ts'
import { tableSources } from './table-sources.ts'

const DEMO = readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8')

const SCHEMAS = {
  'the demo': { plan: compilePlan(DEMO), answers: DEMO_ANSWERS },
  'a library of two sources': { plan: compilePlan(LIBRARY), answers: LIBRARY_ANSWERS },
}

const OPERATIONS = 500

for (const [name, { plan, answers }] of Object.entries(SCHEMAS)) {
  test(`Operations of ${name} make one call a place and chunk, ask for no key twice, and select no column in vain`, async () => {
    for (const { seed, text, variables, plans } of randomOperations(plan)) {
      const { sources, calls } = tableSources(plan, answers)
      const { errors } = await askEngine(plans, { variables, sources })
      const told = `seed ${seed}\n${text}\n${JSON.stringify(variables)}\n${JSON.stringify(errors)}`
      // An error in a mutation stops what comes after it.
      if (plans.operation.operation === 'mutation' && errors.length > 0) continue
      const loads = expectedLoads(plans, variables, answers)
      expect(keysOf(calls), told).toEqual(keysOf(loads))
      expect(callsInVain(loads, calls), told).toEqual([])
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
  expect(calls.map(({ coordinate, keys, plan }) => [coordinate, keys.flat(), [...plan.projection.keys()]])).toEqual([
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

/** Each key that is asked for, with what it is asked of, in a fixed order. */
function keysOf(loads: readonly (MemoryCall | ExpectedLoad)[]): string[] {
  return loads
    .flatMap(load => [...load.keys].map(key => `${idOf(load)} ${typeof key === 'string' ? key : keyText(key)}`))
    .sort()
}

/** What makes more calls than all its places have chunks. */
function callsInVain(loads: readonly ExpectedLoad[], calls: readonly MemoryCall[]): string[] {
  const left = new Map<string, number>()
  for (const load of loads) left.set(idOf(load), (left.get(idOf(load)) ?? 0) + load.mostCalls)
  for (const call of calls) left.set(idOf(call), (left.get(idOf(call)) ?? 0) - 1)
  return [...left].filter(([, count]) => count < 0).map(([id]) => id)
}

function idOf(load: MemoryCall | ExpectedLoad): string {
  return loadId(load.coordinate, 'args' in load ? load.args : load.plan.args)
}

/** Statements that select anything else than their places need. */
function columnsInVain(plans: OperationPlans, variables: Record<string, unknown>, calls: readonly MemoryCall[]) {
  const needed = expectedColumns(plans, variables)
  return calls
    .filter(({ plan }) => (plan.binding as { kind: string }).kind === 'sql')
    .map(({ coordinate, plan }) => ({
      coordinate,
      selected: [...plan.projection.keys()].sort(),
      needed: [...(needed.get(loadId(coordinate, plan.args)) ?? [])].sort(),
    }))
    .filter(({ selected, needed }) => selected.join() !== needed.join())
}
