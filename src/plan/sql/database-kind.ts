interface DatabaseTraits {
  /** Of its URLs, without the `:`. */
  readonly schemes: readonly string[]
  /** A URL, for messages and the docs; `scheme` stands for any of its schemes. */
  readonly example: (scheme: string) => string
  /** What is read behind a URL's `?`, beside what says that TLS is on or off; a driver would take much more for its options. */
  readonly parameters: readonly string[]
  /** Where such a server listens unless its URL says otherwise; absent for a file. */
  readonly port?: number
}

const server = (port: number) => ({
  example: (scheme: string) => `${scheme}://user:password@host:${port}/database`,
  port,
})

const KINDS = {
  MySQL: { schemes: ['mysql', 'mariadb'], ...server(3306), parameters: [] },
  PostgreSQL: {
    schemes: ['postgres', 'postgresql'],
    ...server(5432),
    parameters: ['options', 'application_name', 'pgbouncer'],
  },
  SQLite: { schemes: ['sqlite'], example: (scheme: string) => `${scheme}:path`, parameters: [] },
} as const satisfies Readonly<Record<string, DatabaseTraits>>

export type DatabaseKind = keyof typeof KINDS

/** The kinds of databases that a source can be: the only place that lists them and the schemes of their URLs. */
export const DATABASE_KINDS: Readonly<Record<DatabaseKind, DatabaseTraits>> = KINDS

const BY_SCHEME: ReadonlyMap<string, DatabaseKind> = new Map(
  (Object.keys(KINDS) as DatabaseKind[]).flatMap(kind =>
    KINDS[kind].schemes.map(scheme => [`${scheme}:`, kind] as const),
  ),
)

/** The schemes that are known, with their `:`. */
export const DATABASE_SCHEMES: readonly string[] = [...BY_SCHEME.keys()]

/** The kind of database that a URL leads to, `SQLite` for a file; undefined where its scheme is not known. */
export function databaseKind(url: string): DatabaseKind | undefined {
  return BY_SCHEME.get(url.slice(0, url.indexOf(':') + 1))
}
