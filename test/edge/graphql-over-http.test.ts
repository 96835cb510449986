import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'

let gateway: DemoGateway

const audits = serverAudits({ url: () => `${gateway.url}/graphql` })

test('There are audits', () => {
  expect(audits.length).toBeGreaterThanOrEqual(60)
})

describe.each([
  ['the direct lane', true],
  ['Yoga', false],
])('By %s', (_, directLane) => {
  beforeAll(async () => {
    gateway = await startDemoGateway({ directLane })
  })
  afterAll(() => gateway?.[Symbol.asyncDispose]())

  test.each(audits)('$id $name', async ({ fn }) => {
    expect(await fn()).toMatchObject({ status: 'ok' })
  })
})
