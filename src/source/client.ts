/** What a client's request says, as calls read it. */
export interface Client {
  /** A header of its request, the name in lower case; undefined where it was not sent. */
  header(name: string): string | undefined
  /** What its verified token says; undefined for a client without one. */
  readonly claims: Claims | undefined
}

/** The claims of a verified token by their names (RFC 7519, section 4). */
export type Claims = ReadonlyMap<string, unknown>
