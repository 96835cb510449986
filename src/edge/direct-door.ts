import type { GraphQLSteps } from './graphql/graphql-steps.ts'
import { isRefusal } from './graphql/refusal.ts'
import type { Door } from './server/exchange.ts'

/** The GraphQL door that leads a request through the steps, and nothing else. */
export function createDirectDoor(steps: GraphQLSteps): Door {
  return async exchange => {
    const params = await steps.read(exchange)
    return steps.respond(isRefusal(params) ? params : await steps.execute(params, exchange), exchange)
  }
}
