import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { createDatabase } from '../../mariadb.ts'
import { users } from './blog.ts'

export interface Database extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  /** SELECT statements that it has run so far. */
  statements(): Promise<number>
}

/** A private MariaDB with the users of the blog. */
export async function openDatabase(): Promise<Database> {
  await using opening = new AsyncDisposableStack()
  const rows = users.map(({ id, name, email }) => `(${id}, '${name}', '${email}')`)
  const database = opening.use(
    await createDatabase(
      'blog',
      `CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(100) NOT NULL, email VARCHAR(100) NOT NULL);
       INSERT INTO users VALUES ${rows.join(', ')}`,
    ),
  )
  const connection = await createConnection(database.url)
  opening.defer(() => connection.end())
  const open = opening.move()
  return {
    url: database.url,
    pid: database.pid,
    async statements() {
      const [status] = await connection.query<RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Com_select'")
      return Number(status[0]?.Value)
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
