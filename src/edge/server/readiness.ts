/** Whether the gateway takes requests, and what is wrong with its sources if anything is. */
export interface Readiness {
  readonly state: 'starting' | 'ready' | 'draining'
  /** `ok`, `unbound`, or what a source lacks of what the schema asks of it, by source name. */
  readonly sources: Readonly<Record<string, string>>
  /** Why the schema as it stands now is not served, but a former one. */
  readonly refused?: string | undefined
  /** How many other schemas have followed the first one, where there were any. */
  readonly reloads?: number
  /** Where several processes serve at one port: how many there should be, and how many of them take requests. */
  readonly workers?: { readonly wanted: number; readonly ready: number }
}
