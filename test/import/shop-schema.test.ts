import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkSchema } from '../../src/compose/check-schema.ts'
import { printProblems } from '../../src/schema/problem.ts'
import { DIALECTS } from '../support/dialects.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { importShop } from './import-shop.ts'

/** The lines of `sluice check` on a schema whose database is at the URL. */
async function check(text: string, url: string): Promise<string> {
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, text)
  return printProblems(await checkSchema({ schemaPath, environment: { DATABASE_URL: url } }))
}

for (const dialect of DIALECTS) {
  test(`The schema of the shop is the one in shop/schema.${dialect}.graphql, and check finds nothing in it`, async () => {
    await using shop = await importShop(dialect, { mutations: true })
    await expect(shop.text).toMatchFileSnapshot(`shop/schema.${dialect}.graphql`)
    expect(await check(shop.text, shop.database.url)).toBe('')
  })

  test(`Some tables of the shop are a schema by themselves (${dialect})`, async () => {
    await using shop = await importShop(dialect, {
      tables: ['orders', 'order_lines', 'customers'],
    })
    expect(shop.text.match(/^type \w+/gm)).toEqual(['type Query', 'type Customer', 'type Order', 'type OrderLine'])
    expect(shop.text).not.toMatch(/Address\b|Product\b/)
    expect(await check(shop.text, shop.database.url)).toBe('')
  })
}
