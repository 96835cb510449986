import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { startStandaloneServer } from '@apollo/server/standalone'

const { PORT, SCHEMA } = process.env
const { typeDefs, resolvers, createContext } = await import(`./schemas/${SCHEMA}.mjs`)

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const server = new ApolloServer({
  typeDefs,
  resolvers,
  logger: silent,
  // The plugin for Cache-Control would hook into every field.
  plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginUsageReportingDisabled()],
})
await startStandaloneServer(server, {
  listen: { port: Number(PORT), host: '127.0.0.1' },
  context: async ({ req }) => createContext(req.headers.authorization),
})
