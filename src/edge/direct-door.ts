import { whenHere } from '../source/soon.ts'
import type { GraphQLSteps } from './graphql/graphql-steps.ts'
import { isRefusal } from './graphql/refusal.ts'
import type { Door } from './server/exchange.ts'

/** The GraphQL door that leads a request through the steps, and nothing else. */
export function createDirectDoor(steps: GraphQLSteps): Door {
  return exchange =>
    whenHere(steps.read(exchange), params =>
      whenHere(isRefusal(params) ? params : steps.execute(params, exchange), result => steps.respond(result, exchange)),
    )
}
