import type { IncomingMessage } from 'node:http'
import type { RequestAccount } from '../../observe/request-account.ts'
import type { AnswerBudget } from '../../source/answer-budget.ts'
import type { CancelSignal } from '../../source/cancel.ts'
import type { Soon } from '../../source/soon.ts'
import type { HttpAnswer } from './http-answer.ts'
import type { RequestTarget } from './request-target.ts'

/** One HTTP request on its way to an answer. */
export interface Exchange {
  readonly incoming: IncomingMessage
  readonly target: RequestTarget
  readonly requestId: string
  /** When it has come, in milliseconds of `performance.now()`. */
  readonly start: number
  /** Whether it came by a connection beyond the limit. */
  readonly isSurplus: boolean
  /** Asks a client that waits with the body of its request to send it (RFC 9110, 10.1.1). */
  readonly askForBody: () => void
  /** Aborted when the client goes away before it has its answer. */
  readonly signal: CancelSignal
  /** What its body takes in memory until it is answered; set where that is much. */
  memory?: AnswerBudget
  /** What it comes to, for the log; undefined where nobody reads that. */
  readonly account: RequestAccount | undefined
}

/** Answers the requests to `/graphql`. */
export type Door = (exchange: Exchange) => Soon<HttpAnswer>
