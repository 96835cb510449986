import type { Structure } from '../source/structure.ts'
import type { Dialect } from './dialects.ts'
import type { KeptStatement } from './kept-statement.ts'
import type { UpstreamAnswer } from './upstream-answer.ts'

/** A case document (see README.md), read. */
export interface Case {
  /** The promise, in a sentence. */
  readonly title: string
  /** Undefined where it is about a schema that is given beside it. */
  readonly schema: string | undefined
  /** The text of its module of resolvers. */
  readonly resolvers: string | undefined
  /** Beside the URLs of the upstreams and databases. */
  readonly environment: Readonly<Record<string, string>>
  /** Overrides of the gateway's configuration. */
  readonly config: Readonly<Record<string, unknown>>
  readonly upstreams: readonly UpstreamCase[]
  readonly databases: readonly DatabaseCase[]
  readonly kept: readonly KeptCase[]
  /** One test each; a case without a database is one test without a dialect. */
  readonly dialects: readonly (Dialect | undefined)[]
  readonly statements: readonly StatementsCase[]
  readonly operations: readonly OperationCase[]
  /** What `sluice check` prints; the gateway does not start. */
  readonly problems: string | undefined
  /** Texts that the log must have, each in one line. */
  readonly log: readonly string[]
}

export interface UpstreamCase {
  readonly name: string
  /** Nothing listens at its URL. */
  readonly refused: boolean
  readonly exchanges: readonly Exchange[]
}

/** One HTTP request that an upstream must see, and what it answers. */
export interface Exchange {
  readonly method: string
  /** Path and query, as sent. */
  readonly url: string
  /** Headers that the request must carry, names in lower case; it may carry others. */
  readonly headers: Readonly<Record<string, string>>
  /** The request's body as compact JSON, or as it is where it is no JSON; undefined where it doesn't matter. */
  readonly body: string | undefined
  /** How often it must be called, in all. */
  readonly calls: number
  readonly answer: UpstreamAnswer
}

export interface DatabaseCase {
  readonly name: string
  /** Its URL leads nowhere. */
  readonly down: boolean
  /** What creates and fills it. */
  readonly sql: Readonly<Record<Dialect, string>>
}

/** A database that answers statements as it was recorded. */
export interface KeptCase {
  readonly name: string
  /** What it has, of what its statements name. */
  readonly catalog: Structure
  readonly statements: readonly KeptStatement[]
}

/** All statements that a source must have been sent, in any order. */
export interface StatementsCase {
  readonly name: string
  readonly sql: Readonly<Record<Dialect, readonly string[]>>
}

export interface OperationCase {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>> | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly status: number
  /** The most calls that it can make, as `sluice explain` tells them: a number, or a formula; undefined where it doesn't matter. */
  readonly bound: string | undefined
  /** JSON. */
  readonly answer: string
  /** The line of the document on which the answer's block begins. */
  readonly answerLine: number
}
