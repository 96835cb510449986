import { readFile } from 'node:fs/promises'
import type { Authority } from '../support/certificates.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { startMariaServer } from '../support/mariadb-server.ts'
import { startMysqlServer } from '../support/mysql-server.ts'
import { createPostgresDatabase } from '../support/postgres.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import type { TestDatabase } from '../support/test-database.ts'

export const SERVERS = ['mariadb', 'postgres'] as const
export type SecureKind = (typeof SERVERS)[number] | 'mysql'

export interface SecureServer extends TestDatabase {
  /** Of a user who must show a certificate of the authority. */
  readonly certifiedUrl: string
}

const USERS = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(100) NOT NULL);
  INSERT INTO users VALUES (1, 'Ann of the marked text');
`

/** A database on a server with TLS, whose certificate is for `db.test` and 127.0.0.1. */
export async function startSecureServer(kind: SecureKind, { ca, issue }: Authority): Promise<SecureServer> {
  const own = await issue('db.test', 'DNS:db.test,IP:127.0.0.1')
  await using resources = new AsyncDisposableStack()
  const database =
    kind === 'postgres' ? await startPostgres(own, ca.cert, resources) : await startMysql(kind, own, ca.cert, resources)
  const certified = new URL(database.url)
  certified.username = 'certified'
  certified.password = 'secret'
  const all = resources.move()
  return {
    url: database.url,
    certifiedUrl: certified.href,
    run: database.run,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

type Files = Awaited<ReturnType<Authority['issue']>>

async function startMysql(
  kind: 'mariadb' | 'mysql',
  { cert, key }: Files,
  ca: string,
  resources: AsyncDisposableStack,
): Promise<TestDatabase> {
  const start = kind === 'mariadb' ? startMariaServer : startMysqlServer
  const server = resources.use(await start([`--ssl-ca=${ca}`, `--ssl-cert=${cert}`, `--ssl-key=${key}`]))
  return resources.use(
    await createMariaDatabase(
      `${USERS} CREATE USER 'certified'@'127.0.0.1' IDENTIFIED BY 'secret' REQUIRE X509;
       GRANT SELECT ON *.* TO 'certified'@'127.0.0.1';`,
      server.url,
    ),
  )
}

async function startPostgres(own: Files, ca: string, resources: AsyncDisposableStack): Promise<TestDatabase> {
  const text = (path: string) => readFile(path, 'utf8')
  const server = resources.use(
    await startPostgresServer(
      { ssl: 'on' },
      {
        ssl_cert_file: await text(own.cert),
        ssl_key_file: await text(own.key),
        ssl_ca_file: await text(ca),
        hba_file: `hostssl all certified all scram-sha-256 clientcert=verify-full
                   host all sluice all scram-sha-256\n`,
      },
    ),
  )
  const database = resources.use(await createPostgresDatabase(USERS, server.url))
  await database.run("CREATE USER certified PASSWORD 'secret'; GRANT SELECT ON users TO certified")
  return database
}
