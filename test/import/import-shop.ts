import { dirname } from 'node:path'
import { type ImportDatabaseOptions, importDatabase } from '../../src/compose/import-database.ts'
import { createDatabase, type Dialect } from '../support/dialects.ts'
import type { TestDatabase } from '../support/test-database.ts'
import { shopSql } from './shop/shop-sql.ts'

export interface ImportedShop extends AsyncDisposable {
  readonly database: TestDatabase
  /** The schema file that the import writes. */
  readonly text: string
}

/** The shop in a fresh database, and its schema. */
export async function importShop(
  dialect: Dialect,
  options: Partial<Pick<ImportDatabaseOptions, 'tables' | 'mutations' | 'aggregates'>> = {},
): Promise<ImportedShop> {
  const database = await createDatabase(dialect, await shopSql(dialect))
  try {
    const { url } = database
    const directory = url.startsWith('sqlite:') ? dirname(url.slice('sqlite:'.length)) : '/'
    const { text } = await importDatabase({
      url,
      directory,
      ...options,
    })
    return { database, text, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}
