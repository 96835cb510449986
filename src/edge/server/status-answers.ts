import type { HttpAnswer } from './http-answer.ts'
import type { Readiness } from './readiness.ts'

/** The answer of `/health`: the process is alive. */
export const HEALTHY = statusAnswer(200, { state: 'alive' })

/** What is said of a schema's mistakes where nobody is told more: they name files, tables and columns. */
const REFUSED = 'The schema as it is now can not be served, and a former one is. The log says why.'
const MISMATCH = 'mismatch'

/**
 * The answer of `/ready`: 200, or 503 while starting or draining. A source that is down does not make it unready. The mistakes of a
 * schema are in it only where `tellsMistakes`.
 */
export function readyAnswer(readiness: Readiness, tellsMistakes: boolean): HttpAnswer {
  return statusAnswer(readiness.state === 'ready' ? 200 : 503, tellsMistakes ? readiness : withoutMistakes(readiness))
}

function withoutMistakes(readiness: Readiness): Readiness {
  const sources = Object.entries(readiness.sources).map(([name, status]) => {
    return [name, status === 'ok' || status === 'unbound' ? status : MISMATCH]
  })
  return { ...readiness, sources: Object.fromEntries(sources), refused: readiness.refused && REFUSED }
}

function statusAnswer(status: number, facts: object): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: `${JSON.stringify(facts)}\n`,
  }
}
