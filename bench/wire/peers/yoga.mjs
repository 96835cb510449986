import { createServer } from 'node:http'
import { createSchema, createYoga } from 'graphql-yoga'

const { PORT, SCHEMA } = process.env
const { typeDefs, resolvers, createContext } = await import(`./schemas/${SCHEMA}.mjs`)

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: ({ request }) => createContext(request.headers.get('authorization') ?? undefined),
  logging: false,
  graphiql: false,
  landingPage: false,
})
createServer(yoga).listen(Number(PORT), '127.0.0.1')
