import { isObject } from '../../plan/is-object.ts'
import type { ProxyUser } from '../../plan/user/authorities.ts'
import type { DirectiveUse } from '../../schema/definition.ts'
import { type ProblemList, type Report, reporter } from '../problem-list.ts'
import { compileHeaderName } from './compile-header-name.ts'
import { compileScopes } from './compile-scopes.ts'

const WAYS = ['claims', 'json', 'certificate'] as const

/** Compiles `@proxyUser`; reports what is wrong in it. */
export function compileProxyUser(use: DirectiveUse, problems: ProblemList): ProxyUser | undefined {
  const report = reporter(problems, use)
  const { args } = use
  const given = WAYS.filter(name => args[name] !== undefined && args[name] !== null)
  const [way, ...others] = given
  if (way === undefined || others.length > 0) {
    const message = `the proxy says who the user is in one way, and here are ${way === undefined ? 'none' : 'several'}.`
    report(others[0], message, 'Write claims: { sub: "X-User" }.')
    return undefined
  }
  const scopes = compileScopes(args.scopes, report)
  if (way === 'claims') {
    const headers = compileClaims(args.claims, report)
    return headers && { said: { kind: way, headers }, scopes }
  }
  const header = compileHeaderName(args[way], way, report)
  return header === undefined ? undefined : { said: { kind: way, header }, scopes }
}

function compileClaims(claims: unknown, report: Report): ReadonlyMap<string, string> | undefined {
  if (!isObject(claims) || claims.sub === undefined) {
    report('claims', 'the claims say no "sub", by which users are told apart.', 'Write claims: { sub: "X-User" }.')
    return undefined
  }
  const headers = new Map<string, string>()
  for (const [claim, text] of Object.entries(claims)) {
    if (typeof text !== 'string')
      report(`claims.${claim}`, 'a claim has the name of a header.', 'Write a name such as "X-User".')
    const header = compileHeaderName(text, `claims.${claim}`, report)
    if (header !== undefined) headers.set(claim, header)
  }
  return headers
}
