/** A database of one test, dropped at the end. */
export interface TestDatabase extends AsyncDisposable {
  /** As `@source(sql: { url: })` takes it. */
  readonly url: string
  /** Runs one statement, past the gateway, and answers its rows. */
  run(sql: string): Promise<unknown[]>
}
