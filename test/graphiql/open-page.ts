import type { BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'

/** How long a busy machine may take, not how long it should. */
export const patience = { timeout: 30_000 }

/** A page of a gateway in a browser of its own. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page
  /** Of all requests of the page. */
  readonly origins: ReadonlySet<string>
  /** Paths that it has asked for. */
  readonly paths: readonly string[]
  /** Errors of its console, and what it has thrown. */
  readonly problems: readonly string[]
  /** What has come over the wire, in bytes of bodies. */
  received(): number
}

/** Opens a page of GraphiQL, and waits until its editors are there. */
export async function openPage(url: string | URL, options: BrowserContextOptions = {}): Promise<OpenPage> {
  await using resources = new AsyncDisposableStack()
  const browser = resources.use(await launchChromium())
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...options })
  const origins = new Set<string>()
  const paths: string[] = []
  context.on('request', request => {
    const { protocol, origin, pathname } = new URL(request.url())
    if (protocol === 'data:') return
    origins.add(origin)
    paths.push(pathname)
  })
  const page = await context.newPage()
  page.setDefaultTimeout(patience.timeout)
  let received = 0
  // The browser does not tell the size of a worker's script.
  context.on('response', response => {
    received += Number(response.headers()['content-length'])
  })
  const problems: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', error => problems.push(String(error)))
  await page.goto(String(url))
  // The buttons are there before Monaco is, and do nothing until then.
  for (const editor of ['.graphiql-query-editor', '.result-window'])
    await page.locator(`${editor} .view-lines`).waitFor()
  const open = resources.move()
  return { page, origins, paths, problems, received: () => received, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

/** The whole text of an editor, copied as a reader does: Monaco puts only the lines in view into the document. */
export async function editorText(page: Page, editor: string): Promise<string> {
  await page.locator(`${editor} .view-lines`).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Control+C')
  return page.evaluate<string>('navigator.clipboard.readText()')
}

/** Pasted, because Monaco completes the brackets of text that is typed. */
export async function paste(page: Page, editor: string, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
  await page.locator(`${editor} .view-lines`).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Control+V')
}

export const pasteQuery = (page: Page, query: string) => paste(page, '.graphiql-query-editor', query)

export async function runQuery(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Execute query' }).click()
}
