/** Where a source's calls go: its base URL in the parts that a request needs. */
export interface HttpBase {
  readonly origin: string
  /** Without a slash at its end. */
  readonly path: string
  /** With `?` in front, or empty. */
  readonly query: string
}

/** Throws TypeError for a URL that can't be read. */
export function readBase(baseURL: string): HttpBase {
  const { origin, pathname, search } = new URL(baseURL)
  return { origin, path: pathname.replace(/\/+$/, ''), query: search }
}
