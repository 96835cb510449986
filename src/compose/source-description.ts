/** A source as anybody may see it. */
export interface SourceDescription {
  /** As in `@source(name:)`. */
  readonly name: string
  /** As `@source` and the directive call it: `http`, `sql`. */
  readonly kind: string
  /** Where it is, without credentials, query, and the path of an API, which may be a key: `https://api.example.com`, `mysql://127.0.0.1:3306/shop`. */
  readonly url: string
  /** `ok`, or why a database does not serve. An API is not asked before a request needs it. */
  readonly status: string
  /** Of a database that can't be reached, why: `it refuses the user or the password`; absent where that is not known. */
  readonly why?: string
}
