import { constantCase } from '../../name/case.ts'
import { wordsOf } from '../../name/words.ts'
import { EnumLiteral, type LiteralObject, type SdlDefinition } from '../../sdl/sdl.ts'
import { child, type Documents } from '../document/documents.ts'
import type { Operation } from '../document/operation.ts'
import type { Notes } from '../notes.ts'
import { own, ownEntries, ownText } from '../own-property.ts'

export interface ApiSource {
  readonly definition: SdlDefinition
  /** What has to be said or may be said in the environment, a sentence each. */
  readonly hints: readonly string[]
}

/** `extend schema @source(…)`: the first server, and a header for each way that the operations are secured. */
export function apiSource(
  documents: Documents,
  url: string | undefined,
  operations: readonly Operation[],
  naming: 'SAME' | 'SNAKE_CASE',
  notes: Notes,
): ApiSource {
  const server = serverURL(documents.root.value, url)
  const hints =
    server === undefined
      ? ['Say where the API is, in the environment or in a file .env: API_URL=https://host/path']
      : ['API_URL, in the environment or in a file .env, names another server: API_URL=https://host/path']
  const headers = new Map<string, string>()
  for (const { header, value, hint } of securityHeaders(documents, operations, notes)) {
    if (headers.has(header.toLowerCase())) continue
    headers.set(header.toLowerCase(), `${header}: ${value}`)
    hints.push(hint)
  }
  const http: LiteralObject = {
    baseURL: server === undefined ? '{$env.API_URL}' : `{$env.API_URL ?? '${server}'}`,
    ...(headers.size === 0 ? {} : { headers: [...headers.values()] }),
    ...(naming === 'SAME' ? {} : { naming: new EnumLiteral(naming) }),
  }
  return {
    definition: { kind: 'extend schema', name: '', directives: [{ name: 'source', args: { name: 'api', http } }] },
    hints,
  }
}

/** The first server with the defaults of its variables; a relative one starts at the document's own URL. */
function serverURL(document: unknown, url: string | undefined): string | undefined {
  const servers = own(document, 'servers')
  const [server] = Array.isArray(servers) ? servers : []
  const defaults = new Map(ownEntries(server, 'variables').map(([name, value]) => [name, own(value, 'default')]))
  const text = (ownText(server, 'url') ?? '/').replace(/\{([^{}]*)\}/g, (_match, name) =>
    String(defaults.get(name) ?? ''),
  )
  if (!URL.canParse(text, url)) return undefined
  const resolved = new URL(text, url)
  const isHttp = resolved.protocol === 'http:' || resolved.protocol === 'https:'
  if (!isHttp || resolved.username !== '' || resolved.password !== '') return undefined
  resolved.hash = ''
  // What can stand between the quotes of a default in a template.
  const href = resolved.href.replace(/\/$/, '')
  return /^[^'"\\{}]+$/.test(href) ? href : undefined
}

interface SecurityHeader {
  readonly header: string
  readonly value: string
  readonly hint: string
}

function securityHeaders(documents: Documents, operations: readonly Operation[], notes: Notes): SecurityHeader[] {
  const used = new Set(operations.flatMap(({ security }) => security.flat()))
  const schemes = child(child(documents.root, 'components'), 'securitySchemes')
  return [...used].flatMap((name): SecurityHeader[] => {
    const { value } = documents.follow(child(schemes, name))
    const type = ownText(value, 'type')
    const kind = ownText(value, 'scheme')?.toLowerCase()
    const isKey = type === 'apiKey'
    const isAlways = operations.every(
      ({ security }) => security.length > 0 && security.every(all => all.includes(name)),
    )
    const variable = (fallback: string) => {
      const several = [...used].length > 1
      const found = several ? `API_${constantCase(wordsOf(name)) || 'KEY'}` : fallback
      return { name: found, template: `{$env.${found}${isAlways ? '' : " ?? ''"}}` }
    }
    if (isKey && ownText(value, 'in') === 'header' && /^[!#$%&'*+.^_`|~\w-]+$/.test(ownText(value, 'name') ?? '')) {
      const key = variable('API_KEY')
      const hint = `${key.name}, in the environment, is the key that the API is sent.`
      return [{ header: ownText(value, 'name') ?? '', value: key.template, hint }]
    }
    if (type === 'http' && kind === 'basic') {
      const key = variable('API_BASIC')
      const hint = `${key.name}, in the environment, is user:password in Base64.`
      return [{ header: 'Authorization', value: `Basic ${key.template}`, hint }]
    }
    if ((type === 'http' && kind === 'bearer') || type === 'oauth2' || type === 'openIdConnect') {
      const hint =
        'The API gets the Authorization of the client. For a token of your own write "Authorization: Bearer {$env.API_TOKEN}".'
      return [{ header: 'Authorization', value: '{$headers.authorization}', hint }]
    }
    const how = isKey && ownText(value, 'in') === 'query' ? ' Say it in API_URL: https://host/path?name=key' : ''
    notes.leaveOut(`The security scheme ${JSON.stringify(name)}: no header of the source can say it.${how}`)
    return []
  })
}
