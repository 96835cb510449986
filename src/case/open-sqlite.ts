import { join } from 'node:path'
import { createSqliteFile } from '../source/sql/sqlite/create-file.ts'
import type { DatabaseCase } from './case.ts'
import type { OpenedDatabase } from './stage.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

/** A database of a case is a SQLite file here: no server is needed. Throws Error for SQL that can't be run. */
export async function openSqlite({ name, down, sql }: DatabaseCase): Promise<OpenedDatabase> {
  const folder = await createTemporaryFolder()
  // Its name is the document's, and could lead elsewhere.
  const path = join(folder.path, 'case.db')
  try {
    if (!down) createSqliteFile(path, sql.sqlite)
  } catch (error) {
    await folder[Symbol.asyncDispose]()
    throw new Error(`"## database ${name}": ${(error as Error).message}`, { cause: error })
  }
  return { ...folder, url: `sqlite:${path}` }
}
