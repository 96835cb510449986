import { PostClient } from '../wire/load/post-client.ts'

/** Asked of the process that asks gateways. */
export interface ClientOrder {
  readonly url: string
  readonly query: string
  readonly requests: number
}

const CONNECTIONS = 10

const clients = new Map<string, PostClient>()

/** Posts so many requests, each with credentials of its own, so that nothing is shared; then says that it is done. */
process.on('message', async ({ url, query, requests }: ClientOrder) => {
  const client = clients.get(url) ?? new PostClient(url, 'unshared', CONNECTIONS)
  clients.set(url, client)
  const text = JSON.stringify({ query })
  let left = requests
  const ask = async () => {
    while (left-- > 0) {
      const { status } = await client.post(text)
      if (status !== 200) throw new Error(`${url} answered ${status}`)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, ask))
  process.send?.('done')
})
process.on('disconnect', () => process.exit())
