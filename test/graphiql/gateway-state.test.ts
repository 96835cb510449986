import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Gateway, startGateway } from '../../src/index.ts'
import { launchChromium } from '../support/chromium.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

// How long a busy machine may take, not how long it should.
const patience = { timeout: 30_000 }

const schema = (
  field: string,
  source = 'api',
) => `extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
type Query {
  ${field}: String @http(source: "${source}", GET: "/value")
}
`

/** A gateway whose schema file can be written, and a page of a real browser. */
async function startServed() {
  await using opening = new AsyncDisposableStack()
  const directory = opening.use(await createTempDirectory())
  const schemaPath = join(directory.path, 'schema.graphql')
  const write = (text: string) => writeFile(schemaPath, text)
  await write(schema('first'))
  let gateway: Gateway | undefined
  const start = async (port = 0) => {
    gateway = await startGateway({ schemaPath, port, trace: true, log: () => undefined })
    return gateway
  }
  const stop = async () => gateway?.[Symbol.asyncDispose]()
  opening.defer(stop)
  const browser = opening.use(await launchChromium())
  const page = await browser.newPage()
  page.setDefaultTimeout(patience.timeout)
  const open = opening.move()
  return { schemaPath, write, start, stop, page, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/graphql`)
  await page.locator('.graphiql-query-editor .view-lines').waitFor()
}

test('A mistake in the schema is shown over the page, and the new schema once it is mended', async () => {
  await using served = await startServed()
  const { page, write, schemaPath, start } = served
  const gateway = await start()
  await openPage(page, gateway.url)
  await write(schema('first', 'ap'))
  await expect(gateway.reload()).rejects.toThrow('there is no source "ap"')
  const alert = page.locator('[role=alert].gateway-state')
  await alert.waitFor()
  expect(await alert.innerText()).toContain(
    `${schemaPath}:3:31 error Query.first: there is no source "ap". Did you mean "api"?`,
  )
  await alert.getByRole('button', { name: 'Close' }).click()
  await alert.waitFor({ state: 'detached' })
  // Another mistake is another one.
  await write(schema('first', 'apis'))
  await expect(gateway.reload()).rejects.toThrow('there is no source "apis"')
  await alert.waitFor()
  const asked = page.waitForRequest(request => request.postData()?.includes('__schema') === true)
  await write(schema('second'))
  await gateway.reload()
  const answer = await (await asked).response()
  expect(await answer?.text()).toContain('"name":"second"')
  await alert.waitFor({ state: 'detached' })
})

test('A gateway that is gone is told, and forgotten once it is back', async () => {
  await using served = await startServed()
  const { page, start, stop } = served
  const { url } = await start()
  await openPage(page, url)
  await stop()
  const alert = page.locator('[role=alert].gateway-state')
  await alert.filter({ hasText: 'The gateway does not answer.' }).waitFor()
  await page.getByRole('button', { name: /execute/i }).click()
  await page.locator('.result-window').filter({ hasText: 'The gateway does not answer.' }).waitFor()
  await start(Number(new URL(url).port))
  await alert.waitFor({ state: 'detached' })
})

test.each(['null', '{"reloads":"some","refused":7}'])(
  'JSON of somebody else at /ready (%s) says nothing: nothing is shown, and the schema is not asked for again',
  async body => {
    await using served = await startServed()
    const { page, start } = served
    const { url } = await start()
    let asked = 0
    page.on('request', request => {
      if (request.postData()?.includes('__schema')) asked += 1
    })
    await page.route('**/ready', route => route.fulfill({ contentType: 'application/json', body }))
    const look = () => page.waitForResponse(response => response.url().endsWith('/ready'))
    const first = look()
    await openPage(page, url)
    await first
    // What one look leads to is there at the next but one.
    await look()
    await look()
    expect(await page.locator('[role=alert].gateway-state').count()).toBe(0)
    expect(asked).toBe(1)
  },
)

test('What stands before the gateway and refuses is told in words, and not as a stack', async () => {
  await using served = await startServed()
  const { page, start } = served
  const { url } = await start()
  const proxy = createServer(async (incoming, response) => {
    if (incoming.method !== 'POST') {
      const { status, headers, body } = await fetch(url + incoming.url, {
        headers: { accept: incoming.headers.accept ?? '' },
      })
      response.writeHead(status, { 'content-type': headers.get('content-type') ?? '' })
      for await (const chunk of body ?? []) response.write(chunk)
      return void response.end()
    }
    response.writeHead(401, { 'content-type': 'text/html' }).end('<h1>Who are you?</h1>')
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  try {
    const looked = page.waitForResponse(response => response.url().endsWith('/ready'))
    await openPage(page, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
    await page.getByRole('button', { name: /execute/i }).click()
    const result = page.locator('.result-window')
    await result.filter({ hasText: 'wants to know who asks (401 Unauthorized)' }).waitFor()
    expect(await result.innerText()).not.toContain('.js:')
    expect((await looked).status()).toBe(200)
    expect(await page.locator('[role=alert].gateway-state').count()).toBe(0)
  } finally {
    proxy.close()
    proxy.closeAllConnections()
  }
})
