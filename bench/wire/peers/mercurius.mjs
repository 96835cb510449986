import fastify from 'fastify'
import mercurius from 'mercurius'

const { PORT, SCHEMA, JIT } = process.env
const { typeDefs, resolvers, createContext } = await import(`./schemas/${SCHEMA}.mjs`)

const app = fastify({ logger: false })
await app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  context: request => createContext(request.headers.authorization),
  ...(JIT === undefined ? {} : { jit: Number(JIT) }),
})
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
