import { resolve } from 'node:path'
import { isObject } from '../../plan/is-object.ts'
import { BEARER_HEADER } from '../../plan/user/authorities.ts'
import type { Issuer, IssuerKeys } from '../../plan/user/issuer.ts'
import type { DirectiveUse } from '../../schema/definition.ts'
import { ALGORITHMS, type Algorithm } from '../../schema/user-directives.ts'
import { compileProxy } from '../http/compile-proxy.ts'
import { type ProblemList, type Report, reporter, warner } from '../problem-list.ts'
import { argumentList } from '../template/argument-list.ts'
import { startupText } from '../template/startup-text.ts'
import { type AuthorityFiles, tryParse, tryRead } from './authority-files.ts'
import { compileHeaderName } from './compile-header-name.ts'
import { compileScopes } from './compile-scopes.ts'
import { warnOfPlainHTTP } from './warn-of-plain-http.ts'

/** Bytes of a secret from which on guessing it takes longer than trying all (RFC 7518, section 3.2). */
const LEAST_SECRET = 32

/** Compiles the `@jwt` directives; reports what is wrong in them. */
export function compileIssuers(
  uses: readonly DirectiveUse[],
  files: AuthorityFiles,
  problems: ProblemList,
): readonly Issuer[] {
  const known = new Set<string>()
  return uses.flatMap(use => {
    const report = reporter(problems, use)
    const compiled = compileIssuer(use, files, report, warner(problems, use))
    if (compiled && known.has(compiled.issuer))
      report('issuer', `there are two @jwt of the issuer "${compiled.issuer}".`, 'Make one of them.')
    if (compiled) known.add(compiled.issuer)
    return compiled ?? []
  })
}

function compileIssuer(
  { args, position }: DirectiveUse,
  files: AuthorityFiles,
  report: Report,
  warn: Report,
): Issuer | undefined {
  const { environment } = files
  const text = (value: unknown, argument: string) =>
    startupText(value, argument, `"${argument}"`, { environment, report })
  const issuer = text(args.issuer, 'issuer')
  if (issuer === '') report('issuer', 'an issuer has a name.', 'Write its "iss", mostly a URL.')
  const audience = argumentList(args.audience).flatMap((each, at) => text(each, `audience.${at}`) ?? [])
  if (audience.length === 0)
    warn(
      undefined,
      'tokens of this issuer are taken whomever they are for.',
      'Say whom: audience: "…", the "aud" of tokens for this API.',
    )
  const [jwks, secret] = [text(args.jwks, 'jwks'), text(args.secret, 'secret')]
  const keys = compileKeys(jwks, secret, files.directoryOf(position.file), files, report, warn)
  const said = argumentList(args.algorithms)
  const algorithms = said.length > 0 ? ALGORITHMS.filter(each => said.includes(each)) : usualAlgorithms(keys)
  const unfit = keys && algorithms.find(each => isShared(each) !== (keys.kind === 'secret'))
  if (unfit)
    report(
      'algorithms',
      isShared(unfit) ? `${unfit} needs a secret, and this issuer has public keys.` : `${unfit} needs public keys.`,
      isShared(unfit) ? 'Remove it, or write secret: "{$env.JWT_SECRET}".' : 'Remove it, or write jwks: "https://…".',
    )
  const scopes = compileScopes(args.scopes, report)
  const header = args.header === undefined ? BEARER_HEADER : compileHeaderName(args.header, 'header', report)
  return issuer && keys && header ? { issuer, audience, keys, algorithms, scopes, header } : undefined
}

function compileKeys(
  jwks: string | undefined,
  secret: string | undefined,
  directory: string,
  files: AuthorityFiles,
  report: Report,
  warn: Report,
): IssuerKeys | undefined {
  if ((jwks === undefined) === (secret === undefined)) {
    const message = `an issuer has either "jwks" or "secret", and this one has ${jwks === undefined ? 'neither' : 'both'}.`
    report(undefined, message, 'Write jwks: "https://…/jwks.json", where the issuer publishes its keys.')
    return undefined
  }
  if (secret !== undefined) {
    if (Buffer.byteLength(secret) >= LEAST_SECRET) return { kind: 'secret', secret }
    report('secret', `the secret has fewer than ${LEAST_SECRET} bytes.`, 'Make a longer one: openssl rand -base64 32.')
    return undefined
  }
  return jwks === undefined ? undefined : compileJwks(jwks, directory, files, report, warn)
}

function compileJwks(
  jwks: string,
  directory: string,
  { read, environment }: AuthorityFiles,
  report: Report,
  warn: Report,
): IssuerKeys | undefined {
  if (/^https?:\/\//i.test(jwks)) {
    if (!URL.canParse(jwks)) {
      report('jwks', 'it is no URL that can be read.', 'Write jwks: "https://…/jwks.json".')
      return undefined
    }
    warnOfPlainHTTP(jwks, 'jwks', 'keys that come by plain HTTP can be exchanged', warn)
    return { kind: 'url', url: jwks, proxy: compileProxy(jwks, 'jwks', { environment, report }) }
  }
  const text = tryRead(() => read(resolve(directory, jwks)))
  if (text !== undefined && isKeySet(tryParse(text))) return { kind: 'set', jwks: text }
  const message =
    text === undefined ? 'the file can not be read.' : 'the file holds no JSON Web Key Set: { "keys": […] }.'
  report('jwks', message, "Write the issuer's URL, or the path of a file from the schema file.")
  return undefined
}

function isKeySet(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.keys) && value.keys.length > 0
}

function usualAlgorithms(keys: IssuerKeys | undefined): readonly Algorithm[] {
  return keys?.kind === 'secret' ? ['HS256'] : ALGORITHMS.filter(each => !isShared(each))
}

function isShared(algorithm: Algorithm): boolean {
  return algorithm.startsWith('HS')
}
