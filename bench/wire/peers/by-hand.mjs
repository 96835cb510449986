import fastify from 'fastify'

/** One endpoint by hand instead of GraphQL: the body is read, and the workload's own code answers. */
const { PORT, SCHEMA, WORKLOAD } = process.env
const { endpoints } = await import(`./by-hand/${SCHEMA}.mjs`)
const answer = endpoints[WORKLOAD]

const app = fastify({ logger: false })
app.post('/graphql', async (request, reply) => {
  const data = await answer(request.headers.authorization, request.body.variables)
  reply.type('application/json; charset=utf-8')
  return JSON.stringify({ data })
})
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
