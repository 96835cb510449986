import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { startDemoGateway } from '../client/demo-gateway.ts'
import { openPage, pasteQuery, runQuery } from './open-page.ts'

/** What axe-core says of a page. */
interface AxeResults {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly {
      readonly target: readonly string[]
      readonly html: string
      readonly failureSummary: string
    }[]
  }[]
}

const AXE = new URL(import.meta.resolve('axe-core/axe.min.js'))

/** What is GraphiQL's own and can't be told otherwise: a rule, and how the element begins that breaks it. */
const NOT_OURS: readonly { readonly rule: string; readonly html: RegExp }[] = [
  // The tab of an operation, which can be dragged, is an element to go to with a button in it.
  { rule: 'nested-interactive', html: /^<li [^>]*class="graphiql-tab\b/ },
]

/** What is wrong, as text for people: rule, element and how to mend it. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => !NOT_OURS.some(each => each.rule === id && each.html.test(html)))
      .map(({ target, failureSummary, html }) => `${id}: ${target.join(' ')} ${html}\n${failureSummary}`),
  )
}

test.each(['light', 'dark'] as const)(
  'axe-core finds nothing wrong with the page on %s, whatever is open',
  async colorScheme => {
    await using gateway = await startDemoGateway({ trace: true })
    await using open = await openPage(`${gateway.url}/graphql`, { colorScheme })
    const { page } = open
    await page.evaluate(await readFile(AXE, 'utf8'))
    const click = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
    const found: Record<string, string[]> = { start: await violations(page) }
    const look = async (state: string) => {
      found[state] = await violations(page)
    }

    await pasteQuery(page, '{ posts(limit: 2) { title author { name } comments { id } } }')
    await runQuery(page)
    await click('Show Upstream')
    await page.locator('.upstream-call').first().waitFor()
    await look('bars')
    for (const call of await page.locator('.upstream-call > button').all()) {
      await call.click()
      await look(`facts ${Object.keys(found).length}`)
    }
    await click('Table')
    await look('table')
    await click('Show Sources')
    await page.locator('.sources li').first().waitFor()
    await look('sources')
    await click('Show Plan')
    await page.locator('.plan-step').first().waitFor()
    await look('plan')
    await click('Show Try a path')
    await page.getByRole('combobox', { name: 'Answer of' }).selectOption({ index: 1 })
    await page.locator('output pre').waitFor()
    await look('answer of a call')
    await page.getByLabel('Answer, as JSON').fill(JSON.stringify([{ a: Array(40).fill(1) }, {}]))
    await page.getByLabel('in each item').fill('a')
    await page.locator('.try-problem').waitFor()
    await look('try')
    await click('Show Documentation Explorer')
    await page.locator('.graphiql-doc-explorer').getByRole('link', { name: 'Query', exact: true }).waitFor()
    await look('documentation')

    await gateway.api[Symbol.asyncDispose]()
    await runQuery(page)
    await page.locator('.result-window .upstream-link').first().click()
    await page.locator('.upstream-facts').waitFor()
    await look('failed call')
    await click('Show Sources')
    await page.locator('.sources .failed').waitFor()
    await look('failed source')
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map(state => [state, []])))
    expect(Object.keys(found).length).toBe(13)
  },
)
