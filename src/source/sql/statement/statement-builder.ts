import { type Dialect, DummyDriver, Kysely } from 'kysely'

/** Builds statements in a database's SQL; it is connected to nothing. */
export function statementBuilder(dialect: Omit<Dialect, 'createDriver'>): Kysely<unknown> {
  return new Kysely({ dialect: { ...dialect, createDriver: () => new DummyDriver() } })
}
