import type { Body } from './load/load.ts'
import { PostClient } from './load/post-client.ts'
import type { Server } from './server.ts'
import type { Operation, Workload } from './workloads.ts'

/** What a server is posted for a workload, in the words of its own schema. */
export async function bodiesOf(
  { name, operations }: Workload,
  { url, contender }: Pick<Server, 'url' | 'contender'>,
): Promise<Body[]> {
  const own = contender.queries?.[name]?.query
  await using client = new PostClient(url, contender.sharing, 1)
  const bodies: Body[] = []
  for (const operation of operations) {
    const query = own ?? operation.query
    const after = operation.placedBy && (await endOfPage(client, query, operation.placedBy))
    const variables = after === undefined ? operation.variables : { ...operation.variables, after }
    bodies.push({ text: JSON.stringify({ query, variables }), timed: operation.timed })
  }
  return bodies
}

/** Throws where the answer has no page of `orders` that ends somewhere. */
async function endOfPage(client: PostClient, query: string, variables: Operation['variables']): Promise<string> {
  const { body } = await client.post(JSON.stringify({ query, variables }))
  const end: unknown = JSON.parse(body.toString()).data?.orders?.pageInfo?.endCursor
  if (typeof end === 'string') return end
  throw new Error(`no page ends in ${body.toString().slice(0, 500)}`)
}
