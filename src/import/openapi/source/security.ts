import { HEADER_NAME } from '../../../plan/http/header-value.ts'
import { constantCase } from '../../name/case.ts'
import type { Renaming } from '../../name/renaming.ts'
import { wordsOf } from '../../name/words.ts'
import type { Notes } from '../../notes.ts'
import type { LiteralObject } from '../../sdl/sdl.ts'
import type { Documents } from '../document/documents.ts'
import type { Operation } from '../document/operation.ts'
import { ownText } from '../own-property.ts'

/** How a source says who calls. */
export interface Credentials {
  readonly headers: readonly string[]
  readonly basicAuth: LiteralObject | undefined
  /** What is needed in the environment, a sentence each. */
  readonly hints: readonly string[]
}

type Told = {
  readonly header?: readonly [name: string, value: string]
  readonly basicAuth?: LiteralObject
  readonly hint: string
}

const BEARER = { type: 'http', scheme: 'bearer' }

/** What the security schemes of a source's operations become; `all` are those of every source, so that one key has one name. */
export function credentialsOf(
  documents: Documents,
  schemes: readonly string[],
  operations: readonly Operation[],
  all: readonly Operation[],
  notes: Notes,
): Credentials {
  const { renaming } = notes
  const isSeveral = schemesOf(all).length > 1
  const headers = new Map<string, string>()
  const hints: string[] = []
  let basicAuth: LiteralObject | undefined
  for (const name of schemesOf(operations)) {
    const { value } = documents.walk(documents.root, ...schemes, name)
    const isAlways = operations.every(
      ({ security }) => security.length > 0 && security.every(one => one.includes(name)),
    )
    const variable = (fallback: string, suffix = '') => {
      const own = isSeveral ? `API_${constantCase(wordsOf(name)) || 'KEY'}${suffix}` : fallback
      return { name: own, template: `{$env.${own}${isAlways ? '' : " ?? ''"}}` }
    }
    // NestJS says `bearer` where the document calls its scheme otherwise, or defines none.
    const told = tell(value ?? (name === 'bearer' ? BEARER : undefined), variable, renaming)
    if (!told) {
      const inQuery = ownText(value, 'type') === 'apiKey' && ownText(value, 'in') === 'query'
      const how = inQuery ? `. Say it in ${renaming.variable('API_URL')}: https://host/path?name=key` : ''
      const why = value === undefined ? 'the document does not define it' : `no header of the source can say it${how}`
      notes.leaveOut(`The security scheme ${JSON.stringify(name)}`, why)
      continue
    }
    const [header, text] = told.header ?? ['Authorization', '']
    // One call has one value of a header.
    if (headers.has(header.toLowerCase()) || (basicAuth && header.toLowerCase() === 'authorization')) continue
    if (told.header) headers.set(header.toLowerCase(), `${header}: ${text}`)
    else basicAuth = told.basicAuth
    hints.push(told.hint)
  }
  return { headers: [...headers.values()], basicAuth, hints }
}

function schemesOf(operations: readonly Operation[]): string[] {
  return [...new Set(operations.flatMap(({ security }) => security.flat()))]
}

function tell(
  scheme: unknown,
  variable: (fallback: string, suffix?: string) => { readonly name: string; readonly template: string },
  renaming: Renaming,
): Told | undefined {
  const type = ownText(scheme, 'type')
  const kind = ownText(scheme, 'scheme')?.toLowerCase()
  const header = ownText(scheme, 'name') ?? ''
  if (type === 'apiKey' && ownText(scheme, 'in') === 'header' && HEADER_NAME.test(header)) {
    const key = variable('API_KEY')
    return {
      header: [header, key.template],
      hint: `${renaming.variable(key.name)}, in the environment, is the key that the API is sent.`,
    }
  }
  // Swagger 2.0 has a type of its own for it.
  if (type === 'basic' || (type === 'http' && kind === 'basic')) {
    const [user, password] = [variable('API_USER', '_USER'), variable('API_PASSWORD', '_PASSWORD')]
    return {
      basicAuth: { user: user.template, password: password.template },
      hint: `${renaming.variable(user.name)} and ${renaming.variable(password.name)}, in the environment, are sent as Authorization.`,
    }
  }
  if ((type === 'http' && kind === 'bearer') || type === 'oauth2' || type === 'openIdConnect')
    return {
      header: ['Authorization', '{$headers.authorization}'],
      hint: `The API gets the Authorization of the client. For a token of your own write "Authorization: Bearer {$env.${renaming.variable('API_TOKEN')}}".`,
    }
  return undefined
}
