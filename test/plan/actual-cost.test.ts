import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actualCost } from '../../src/plan/operation/actual-cost.ts'
import { estimateCost } from '../../src/plan/operation/estimate-cost.ts'
import { atOnce } from '../../src/source/slices.ts'
import { compilePlan, planText } from '../execute/compile-plan.ts'

const PLAN = compilePlan(`
  extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:9" })
  type Query { user: User @http(GET: "/user") }
  type User @cost(weight: 2) { id: ID name: String @cost(weight: 3) friends: [User!] grid: [[User]] }
`)

interface Made {
  readonly data: object
  readonly cost: number
}

const LEVELS = 4

/** An object of the answer with what it costs, counted while it is made. */
function user(levels: number): fc.Arbitrary<Made> {
  const name = fc.option(fc.constant('x'))
  const plain = name.map(name => ({ data: { id: '1', name }, cost: 2 + (name === null ? 0 : 3) }))
  if (levels === 0) return plain
  const below = user(levels - 1)
  const friends = fc.array(below, { maxLength: 3 })
  const grid = fc.array(fc.array(fc.option(below), { maxLength: 2 }), { maxLength: 2 })
  return fc.tuple(plain, fc.option(friends), fc.option(grid)).map(([own, friends, grid]) => {
    const all = [...(friends ?? []), ...(grid ?? []).flat()]
    const data = {
      ...own.data,
      friends: friends?.map(each => each.data) ?? null,
      grid: grid?.map(row => row.map(each => each?.data ?? null)) ?? null,
    }
    return { data, cost: all.reduce((sum, each) => sum + (each?.cost ?? 0), own.cost) }
  })
}

const selection = (levels: number): string =>
  levels === 0 ? '{ id name }' : `{ id name friends ${selection(levels - 1)} grid ${selection(levels - 1)} }`
const ROOT = planText(PLAN, `{ user ${selection(LEVELS)} }`).everything.root

test('What an answer has cost is what a count of its objects comes to', () => {
  fc.assert(
    fc.property(user(LEVELS), ({ data, cost }) => {
      expect(atOnce(actualCost(ROOT, { user: data }, PLAN))).toBe(cost)
    }),
  )
})

test('It is no more than the estimate where lists are no longer than was said', () => {
  const estimated = estimateCost(ROOT, PLAN, () => ({}))
  fc.assert(
    fc.property(user(LEVELS), ({ data }) => {
      expect(atOnce(actualCost(ROOT, { user: data }, PLAN))).toBeLessThanOrEqual(estimated)
    }),
  )
})

test('Of a large answer it is counted in many steps', () => {
  const friends = Array.from({ length: 5_000 }, () => ({ id: '1', name: null }))
  const steps = actualCost(
    planText(PLAN, '{ user { friends { id name } } }').everything.root,
    { user: { friends } },
    PLAN,
  )
  let pauses = 0
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      expect(step.value).toBe(2 + 5_000 * 2)
      break
    }
    pauses++
  }
  expect(pauses).toBeGreaterThanOrEqual(5)
})
