import { parseDuration } from '../../plan/duration.ts'
import type { OpaqueTokens } from '../../plan/user/authorities.ts'
import type { DirectiveUse } from '../../schema/definition.ts'
import { checkHttpURL } from '../http/check-http-url.ts'
import { compileProxy } from '../http/compile-proxy.ts'
import { type ProblemList, type Report, reporter, warner } from '../problem-list.ts'
import { argumentList } from '../template/argument-list.ts'
import { startupText } from '../template/startup-text.ts'
import { type AuthorityFiles, textArgument } from './authority-files.ts'
import { compileScopes } from './compile-scopes.ts'
import { warnOfPlainHTTP } from './warn-of-plain-http.ts'

const ENDPOINT = { called: 'endpoint', instead: 'Remove them: clientId and clientSecret are sent.' }

const USUAL_KEEP = 60_000
/** A token that is withdrawn is taken for so long at most. */
const LONGEST_KEEP = 3_600_000

/** Compiles `@opaqueTokens`; reports what is wrong in it. */
export function compileOpaqueTokens(
  use: DirectiveUse,
  files: AuthorityFiles,
  problems: ProblemList,
): OpaqueTokens | undefined {
  const report = reporter(problems, use)
  const { environment } = files
  const text = (name: string) => textArgument(use, name, files, report)
  const [endpoint, clientId, clientSecret, issuer] = ['endpoint', 'clientId', 'clientSecret', 'issuer'].map(text)
  for (const [name, said] of Object.entries({ clientId, clientSecret, issuer }))
    if (said === '') report(name, `"${name}" is empty.`, 'Set what it reads.')
  if (endpoint !== undefined) {
    checkHttpURL(endpoint, 'endpoint', ENDPOINT, report)
    warnOfPlainHTTP(endpoint, 'endpoint', 'tokens that go there by plain HTTP can be read', warner(problems, use))
  }
  const { args } = use
  const audience = argumentList(args.audience).flatMap(
    (each, at) => startupText(each, `audience.${at}`, '"audience"', { environment, report }) ?? [],
  )
  const scopes = compileScopes(args.scopes, report)
  const keep = compileKeep(args.keep, report)
  const auth = args.auth === 'BODY' ? 'BODY' : 'BASIC'
  if (!endpoint || !clientId || !clientSecret) return undefined
  const proxy = compileProxy(endpoint, 'endpoint', { environment, report })
  return { endpoint, proxy, clientId, clientSecret, auth, issuer, audience, scopes, keep }
}

function compileKeep(text: unknown, report: Report): number {
  if (typeof text !== 'string') return USUAL_KEEP
  const keep = parseDuration(text)
  if (keep !== undefined && keep <= LONGEST_KEEP) return keep
  report('keep', `"${text}" is no time between 1ms and 1h.`, 'Write keep: "30s".')
  return USUAL_KEEP
}
