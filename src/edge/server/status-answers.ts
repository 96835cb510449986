import type { HttpAnswer } from './http-answer.ts'
import type { Readiness } from './readiness.ts'

/** The answer of `/health`: the process is alive. */
export const HEALTHY = statusAnswer(200, { state: 'alive' })

/** The answer of `/ready`: 200, or 503 while starting or draining. A source that is down does not make it unready. */
export function readyAnswer(readiness: Readiness): HttpAnswer {
  return statusAnswer(readiness.state === 'ready' ? 200 : 503, readiness)
}

function statusAnswer(status: number, facts: object): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: `${JSON.stringify(facts)}\n`,
  }
}
