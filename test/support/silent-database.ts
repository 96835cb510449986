import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

export interface SilentDatabase extends AsyncDisposable {
  /** A schema whose only field, `value`, reads this database. */
  readonly schema: string
  /** Resolves once it has been asked. */
  readonly asked: Promise<unknown>
  /** How many connections have been opened. */
  connections(): number
}

/** A database that takes connections and says nothing: who starts or reloads with it is under way until its time is over. */
export async function startSilentDatabase(): Promise<SilentDatabase> {
  let connections = 0
  const server = createServer(socket => {
    connections += 1
    socket.on('error', () => undefined)
  })
  const asked = once(server, 'connection')
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const schema = `extend schema @source(name: "db", sql: { url: "mysql://u:p@127.0.0.1:${port}/x" })
type Query {
  value: [Value] @sql
}
type Value @sql(table: "t") {
  id: Int
}
`
  return { schema, asked, connections: () => connections, [Symbol.asyncDispose]: async () => void server.close() }
}
