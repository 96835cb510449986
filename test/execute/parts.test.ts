import { getOperationAST, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import { ARCHIVE, ARCHIVE_ANSWERS } from './archive.ts'
import { compilePlan } from './compile-plan.ts'
import { askEngine, askGraphqlJs } from './outcome.ts'
import { Random } from './random.ts'
import { randomOperation } from './random-operation.ts'
import { tableSources } from './table-sources.ts'

const OPERATIONS = 400
const plan = compilePlan(ARCHIVE)

test('Objects in parts are the same by both executors, from whole answers and from only what is selected of them', async () => {
  let asked = 0
  for (let seed = 0; seed < OPERATIONS; seed++) {
    const random = new Random(11, seed)
    const { text, variables: declared } = randomOperation(random, plan.schema)
    const document = parse(text)
    const operation = getOperationAST(document)
    if (!operation || validate(plan.schema, document).length > 0) continue
    const plans = new OperationPlans(plan, document, operation)
    const variables = declared.values(random)
    const told = `seed ${seed}\n${text}\n${JSON.stringify(variables)}`
    const whole = tableSources(plan, ARCHIVE_ANSWERS, () => false)
    const selected = tableSources(plan, ARCHIVE_ANSWERS, () => true)
    const answer = await askEngine(plans, { variables, sources: whole.sources })
    const fromSelected = await askEngine(plans, { variables, sources: selected.sources })
    const { sources } = tableSources(plan, ARCHIVE_ANSWERS)
    const byGraphqlJs = await askGraphqlJs(plans, { variables, sources })
    expect(fromSelected, told).toEqual(answer)
    expect(byGraphqlJs.data, told).toBe(answer.data)
    expect(answer.data ?? '', told).not.toContain('of the other part')
    asked += whole.calls.length
  }
  expect(asked).toBeGreaterThan(OPERATIONS)
})
