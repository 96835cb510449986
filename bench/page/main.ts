import type { BrowserContext } from 'playwright-core'
import { startDemoGateway } from '../../test/client/demo-gateway.ts'
import { launchChromium } from '../../test/support/chromium.ts'
import { printTable } from '../../test/support/markdown-table.ts'
import { median } from '../statistics.ts'

const ROUNDS = 5

/** Lines by name: milliseconds from there to here and back, bytes a second each way. */
const LINES = [
  ['none', undefined],
  ['10 Mbit/s, 40 ms', { latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 625_000 }],
  ['1.6 Mbit/s, 150 ms', { latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }],
] as const

/** When a reader sees the page's frame, can write a query, and has read an answer; milliseconds since the page was asked for. */
type Times = readonly [frame: number, editor: number, answer: number]

/** A first visit, with nothing kept. */
async function visit(context: BrowserContext, url: string, line: (typeof LINES)[number][1]): Promise<Times> {
  const page = await context.newPage()
  if (line) {
    const session = await context.newCDPSession(page)
    await session.send('Network.emulateNetworkConditions', { offline: false, ...line })
  }
  const start = performance.now()
  await page.goto(`${url}/graphql`, { waitUntil: 'commit' })
  await page.locator('.graphiql-sidebar').waitFor()
  const frame = performance.now() - start
  await page.locator('.graphiql-query-editor .view-line', { hasText: 'posts' }).waitFor()
  await page.locator('.result-window .view-lines').waitFor()
  const editor = performance.now() - start
  await page.getByRole('button', { name: 'Execute query' }).click()
  await page.locator('.result-window .view-line', { hasText: 'posts' }).waitFor()
  return [frame, editor, performance.now() - start]
}

await using gateway = await startDemoGateway({ trace: true })
await using browser = await launchChromium()
const rows: string[][] = []
for (const [name, line] of LINES) {
  const rounds: Times[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await using context = await browser.newContext()
    rounds.push(await visit(context, gateway.url, line))
  }
  const seconds = ([0, 1, 2] as const).map(at => (median(rounds.map(times => times[at])) / 1_000).toFixed(1))
  rows.push([name, ...seconds])
}
console.log(`GraphiQL on a first visit, medians of ${ROUNDS}, in seconds\n`)
console.log(printTable({ header: ['limit of the line', 'its frame', 'its editor', 'a first answer'], rows }).join('\n'))
