import { createConnection } from 'mysql2/promise'
import { startMariaServer } from '../../test/support/mariadb-server.ts'
import type { PrivateServer } from '../../test/support/private-server.ts'

export interface BenchDatabase extends AsyncDisposable {
  readonly url: string
}

const USERS = 1_000
const POSTS = 10_000

/** A private MariaDB with 10,000 posts of 1,000 users. */
export async function createDatabase(): Promise<BenchDatabase> {
  const server = await startMariaServer()
  const url = new URL(server.url)
  await fill(server)
  url.pathname = 'blog'
  return { url: url.href, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

async function fill({ url }: PrivateServer): Promise<void> {
  const connection = await createConnection({ uri: url, multipleStatements: true })
  try {
    await connection.query(`
      CREATE DATABASE blog CHARACTER SET utf8mb4;
      USE blog;
      CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(100) NOT NULL, email VARCHAR(100) NOT NULL);
      CREATE TABLE posts (
        id INT PRIMARY KEY, author_id INT NOT NULL, title VARCHAR(200) NOT NULL, body TEXT NOT NULL,
        views INT NOT NULL, published_on DATE NOT NULL
      );
      INSERT INTO users SELECT seq, CONCAT('User ', seq), CONCAT('user', seq, '@example.com') FROM seq_1_to_${USERS};
      INSERT INTO posts SELECT seq, 1 + seq * 7 MOD ${USERS}, CONCAT('The title of post ', seq),
        REPEAT('A sentence that a post may have. ', 4), seq * 3, DATE_ADD('2020-01-01', INTERVAL seq MOD 1000 DAY)
        FROM seq_1_to_${POSTS};
    `)
  } finally {
    await connection.end()
  }
}
