import type { OAuthSettings } from '../../plan/http/oauth-settings.ts'
import { isObject } from '../../plan/is-object.ts'
import type { SourceOptions } from '../source/source-options.ts'
import { startupText } from '../template/startup-text.ts'
import { checkHttpURL } from './check-http-url.ts'
import { compileProxy } from './compile-proxy.ts'

const TOKEN_URL = { called: 'token URL', instead: 'Remove them: clientId and clientSecret are sent.' }

/** Compiles `oauth: { … }` of a source. */
export function compileOAuth({ kind, values, context }: SourceOptions): OAuthSettings | undefined {
  const { oauth } = values
  if (!isObject(oauth)) return undefined
  const textOf = (name: string) =>
    oauth[name] === undefined || oauth[name] === null
      ? undefined
      : startupText(oauth[name], `${kind}.oauth.${name}`, `"${name}"`, context)
  const [tokenURL, clientId, clientSecret] = [textOf('tokenURL'), textOf('clientId'), textOf('clientSecret')]
  if (tokenURL !== undefined) checkHttpURL(tokenURL, `${kind}.oauth.tokenURL`, TOKEN_URL, context.report)
  for (const [name, text] of Object.entries({ clientId, clientSecret }))
    if (text === '') context.report(`${kind}.oauth.${name}`, `"${name}" is empty.`, `Set what it reads.`)
  if (tokenURL === undefined || clientId === undefined || clientSecret === undefined) return undefined
  const auth = oauth.auth === 'BODY' ? 'BODY' : 'BASIC'
  const proxy = compileProxy(tokenURL, `${kind}.oauth.tokenURL`, context)
  const [scope, audience] = [textOf('scope'), textOf('audience')]
  return Object.freeze({ tokenURL, proxy, clientId, clientSecret, scope, audience, auth })
}
