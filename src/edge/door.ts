import type { IncomingMessage } from 'node:http'
import { createDirectDoor } from './direct-door.ts'
import type { GraphQLSteps } from './graphql/graphql-steps.ts'
import type { Door } from './server/exchange.ts'

export interface DoorOptions {
  /** Whether plain requests go past Yoga. */
  readonly directLane: boolean
}

/**
 * Two lanes through the same steps, which can't be told apart from outside: plain requests go straight through them, all
 * others by Yoga, which is loaded with the first of these.
 */
export function createDoor(steps: GraphQLSteps, { directLane }: DoorOptions): Door {
  const direct = createDirectDoor(steps)
  let yoga: Promise<Door> | undefined
  const byYoga: Door = async exchange => {
    yoga ??= import('./yoga-door.ts').then(({ createYogaDoor }) => createYogaDoor(steps))
    return (await yoga)(exchange)
  }
  return exchange => (directLane && isPlain(exchange.incoming) ? direct : byYoga)(exchange)
}

/** Whether a request is a JSON document for which there is one answer, JSON too. */
function isPlain({ method, headers }: IncomingMessage): boolean {
  const { 'content-type': contentType = '', accept = '' } = headers
  return method === 'POST' && JSON_BODY.test(contentType) && !STREAM.test(accept)
}

const JSON_BODY = /^application\/json(?:[\s;]|$)/i
const STREAM = /event-stream|multipart/i
