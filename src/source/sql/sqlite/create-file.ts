import { DatabaseSync } from 'node:sqlite'

/** Makes a SQLite file by the statements in `sql`. Throws Error for what SQLite does not take. */
export function createSqliteFile(path: string, sql: string): void {
  using database = new DatabaseSync(path)
  database.exec(sql)
}
