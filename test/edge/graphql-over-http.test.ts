import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'

let gateway: DemoGateway
beforeAll(async () => {
  gateway = await startDemoGateway()
})
afterAll(() => gateway?.[Symbol.asyncDispose]())

const audits = serverAudits({ url: () => `${gateway.url}/graphql` })

test('There are audits', () => {
  expect(audits.length).toBeGreaterThanOrEqual(60)
})

test.each(audits)('$id $name', async ({ fn }) => {
  expect(await fn()).toMatchObject({ status: 'ok' })
})
