/** What a resolver is given beside its parent and arguments; of one request. */
export interface ResolverContext {
  /** The id of the request, as its answer and the log have it. */
  readonly requestId: string
  /** The headers of the client's request. */
  readonly headers: RequestHeaders
  /** The claims of the user's verified token by their names; undefined for a client without one. */
  readonly user: Readonly<Record<string, unknown>> | undefined
  /** Aborted once the client has gone or the request's time is up. */
  readonly signal: AbortSignal
  readonly log: ResolverLog
  /**
   * Calls a source by its name, an HttpClient or a SqlClient. Its calls count against the request's limits, and are in the log and the trace
   * as those of bound fields. Throws Error where there is no such source.
   */
  // biome-ignore lint/suspicious/noExplicitAny: which of them it is, the schema says.
  source<Client = any>(name: string): Client
}

export interface RequestHeaders {
  /** The value of a header, whatever the case of its name; undefined where it was not sent. */
  get(name: string): string | undefined
}

/** Writes lines of the gateway's log, each with the id of the request. */
export interface ResolverLog {
  debug(message: string, facts?: object): void
  info(message: string, facts?: object): void
  warn(message: string, facts?: object): void
  error(message: string, facts?: object): void
}
