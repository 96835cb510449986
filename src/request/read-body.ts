import { parseJson } from '../source/json.ts'
import { checkParams, type GraphQLParams } from './graphql-params.ts'
import { type Refusal, refuse } from './refusal.ts'

/**
 * Reads a GraphQL request (GraphQL over HTTP, section 5): POST as application/json in UTF-8, up to `limit` bytes, or GET
 * with its parameters in the query string. Anything else is refused.
 */
export async function readBody(request: Request, limit: number): Promise<GraphQLParams | Refusal> {
  if (request.method === 'GET') return readQueryString(new URL(request.url))
  if (request.method !== 'POST') return refuse(405, 'GraphQL is served by GET and POST only.', { allow: 'GET, POST' })
  if (!isJsonType(request.headers.get('content-type')))
    return refuse(415, 'The request must be sent as content-type application/json in UTF-8.', {
      accept: 'application/json',
    })
  const text = await readText(request, limit)
  return typeof text === 'string' ? checkParams(tryParse(text)) : text
}

function readQueryString({ searchParams }: URL): GraphQLParams | Refusal {
  const text = (name: string) => searchParams.get(name) ?? undefined
  const json = (name: string) => (searchParams.get(name) ? tryParse(searchParams.get(name) as string) : undefined)
  const [variables, extensions] = [json('variables'), json('extensions')]
  return checkParams({ query: text('query'), operationName: text('operationName'), variables, extensions })
}

function isJsonType(contentType: string | null): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';')
  const charset = parameters.map(each => each.trim()).find(each => each.startsWith('charset='))
  return type.trim() === 'application/json' && (!charset || /^charset="?utf-?8"?$/.test(charset))
}

async function readText(request: Request, limit: number): Promise<string | Refusal> {
  const tooLarge = refuse(413, `The request body is larger than ${limit} bytes.`, { connection: 'close' })
  if (Number(request.headers.get('content-length')) > limit) return tooLarge
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) return tooLarge
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    return refuse(400, 'The request body is no valid UTF-8.')
  }
}

/** Undefined for a text that is no JSON, which no check of parameters lets pass. */
function tryParse(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return 'no JSON'
  }
}
