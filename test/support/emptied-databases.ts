import { randomBytes } from 'node:crypto'
import { runOnPostgres } from './postgres-statements.ts'

/**
 * Empty databases on one PostgreSQL. To make one copies some hundred files: one that is given back is emptied, and given to
 * the next who asks.
 */
export class EmptiedDatabases implements AsyncDisposable {
  readonly server: string
  readonly #free: string[] = []
  readonly #names = new Set<string>()
  /** Those that are being emptied. */
  readonly #underWay = new Set<Promise<void>>()

  constructor(server: string) {
    this.server = server
  }

  /** The URL of an empty database. */
  async take(): Promise<string> {
    return this.#urlOf(this.#free.pop() ?? (await this.#create()))
  }

  /** Nobody uses the database at the URL any more; it is emptied meanwhile. */
  giveBack(url: string): void {
    const name = new URL(url).pathname.slice(1)
    const work = this.#empty(name)
      .then(() => void this.#free.push(name))
      .catch(() => this.#drop(name))
      .finally(() => this.#underWay.delete(work))
    this.#underWay.add(work)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#underWay)
    await Promise.all([...this.#names].map(name => this.#drop(name)))
  }

  async #create(): Promise<string> {
    const name = `sluice_test_${randomBytes(8).toString('hex')}`
    await runOnPostgres(this.server, `CREATE DATABASE ${name}`)
    this.#names.add(name)
    return name
  }

  async #empty(name: string): Promise<void> {
    const url = this.#urlOf(name)
    await runOnPostgres(url, `${EMPTY}; ALTER DATABASE ${name} RESET ALL`)
    // What is left of all that was dropped would make each look at the catalogs longer than the last.
    await runOnPostgres(url, 'VACUUM')
  }

  async #drop(name: string): Promise<void> {
    await runOnPostgres(this.server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    this.#names.delete(name)
  }

  #urlOf(name: string): string {
    const url = new URL(this.server)
    url.pathname = name
    return url.href
  }
}

/** Sessions end, and every schema goes with all that is in it, extensions too; `public` is made as a new database has it. */
const EMPTY = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
  DO $$
    DECLARE name text;
    BEGIN
      FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
      END LOOP;
      CREATE SCHEMA public;
      GRANT USAGE ON SCHEMA public TO PUBLIC;
      IF current_setting('server_version_num')::int >= 140000 THEN ALTER SCHEMA public OWNER TO pg_database_owner; END IF;
      IF current_setting('server_version_num')::int < 150000 THEN GRANT CREATE ON SCHEMA public TO PUBLIC; END IF;
    END
  $$`
