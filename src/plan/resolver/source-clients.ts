/** Calls an HTTP source from code: as bound fields call it, with its base URL, headers, tokens, retries, circuit and limits. */
export interface HttpClient {
  /** The JSON of the answer; null for a GET that is answered with 404. Rejects with a SourceError, which a field shows as that of a binding. */
  get(path: string, options?: HttpClientOptions): Promise<unknown>
  post(path: string, options?: HttpClientOptions): Promise<unknown>
  put(path: string, options?: HttpClientOptions): Promise<unknown>
  patch(path: string, options?: HttpClientOptions): Promise<unknown>
  delete(path: string, options?: HttpClientOptions): Promise<unknown>
}

export interface HttpClientOptions {
  /** The values of `{name}` in the path, each one segment or a part of it. */
  readonly params?: Readonly<Record<string, string | number>>
  /** Parameters; one that is null or undefined is left out, a list comes several times. */
  readonly query?: Readonly<Record<string, unknown>>
  /** Over those of the source. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
}

/** Reads a SQL source from code, with its pool, replicas and limits. */
export interface SqlClient {
  /**
   * The rows of a statement that only reads, as objects of its columns: query`SELECT name FROM users WHERE id IN (${ids})`. Each value is bound, a list as one
   * value an item. Rejects with a SourceError.
   */
  query(
    text: TemplateStringsArray,
    ...values: readonly unknown[]
  ): Promise<readonly Readonly<Record<string, unknown>>[]>
}
