import { differences } from './differences.ts'
import { PostClient } from './load/post-client.ts'
import type { Server } from './server.ts'
import type { Upstreams } from './upstreams/upstreams.ts'

/**
 * Asks every server once with each text as the body; the bytes of the first answer. Throws where an answer is no JSON
 * without errors, where one differs from that of the first server, and where a server keeps the client's Authorization for itself.
 */
export async function compareAnswers(
  texts: readonly string[],
  servers: readonly Server[],
  upstreams: Upstreams,
): Promise<Buffer> {
  let first: Buffer | undefined
  for (const text of texts) {
    let reference: { readonly server: Server; readonly json: unknown } | undefined
    for (const server of servers) {
      const body = await askOnce(server, text, upstreams)
      first ??= body
      const json: unknown = JSON.parse(body.toString())
      reference ??= { server, json }
      const different = server.contender.idsAreNumbers
        ? differences(withTexts(reference.json), withTexts(json))
        : differences(reference.json, json)
      if (different.length > 0)
        throw new Error(
          `${reference.server.contender.name} and ${server.contender.name} answer differently to ${text}\n  ${different.join('\n  ')}`,
        )
    }
  }
  if (!first) throw new Error('there is no server to ask')
  return first
}

async function askOnce({ url, contender }: Server, text: string, upstreams: Upstreams): Promise<Buffer> {
  const before = await upstreams.anonymousCalls()
  await using client = new PostClient(url, contender.sharing, 1)
  const { status, body } = await client.post(text)
  const after = await upstreams.anonymousCalls()
  const said = body.toString()
  const errors = status === 200 ? JSON.parse(said).errors : said
  if (errors !== undefined)
    throw new Error(`${contender.name} answers ${status} to ${text}: ${JSON.stringify(errors).slice(0, 500)}`)
  if (contender.sharing === 'unshared' && after > before)
    throw new Error(`${contender.name} keeps the client's Authorization for itself`)
  return body
}

/** All numbers as texts. */
function withTexts(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (_, value) => (typeof value === 'number' ? String(value) : value))
}
