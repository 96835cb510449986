export interface SqlSourceOptions {
  /** As in `@source(name:)`. */
  readonly name: string
  /** `mysql://user:password@host:port/database`, `mariadb://…`, or `sqlite:` and an absolute path. */
  readonly url: string
  /** For one statement with the wait for a connection, in milliseconds. */
  readonly timeout: number
  /** In milliseconds; 2 s unless said. */
  readonly connectTimeout?: number
  /** Most connections at once; 10 unless said. */
  readonly poolSize?: number
  /** Schemas beside the default one whose tables are used; on MySQL other databases of the server. */
  readonly schemas?: readonly string[]
  /** Whether mutations write to it. */
  readonly writes?: boolean
}
