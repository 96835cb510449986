import { type Authorities, BEARER_HEADER, proxyHeaders } from '../../plan/user/authorities.ts'
import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import { type ProblemList, reporter } from '../problem-list.ts'
import type { AuthorityFiles } from './authority-files.ts'
import { compileApiKeys } from './compile-api-keys.ts'
import { compileIssuers } from './compile-issuers.ts'
import { compileOpaqueTokens } from './compile-opaque-tokens.ts'
import { compileProxyUser } from './compile-proxy-user.ts'
import { compileScopes } from './compile-scopes.ts'

/** Compiles the directives that say who tells who the user is; reports what is wrong in them. */
export function compileAuthorities(
  { authorities }: SchemaDefinition,
  files: AuthorityFiles,
  problems: ProblemList,
): Authorities {
  const usesOf = (name: string) => authorities.filter(use => use.name === name)
  const single = <T>(name: string, compile: (use: DirectiveUse) => T | undefined): T | undefined => {
    // A second one has been reported.
    const [first] = usesOf(name)
    return first && compile(first)
  }
  const compiled = {
    proxy: single('proxyUser', use => compileProxyUser(use, problems)),
    keys: single('apiKeys', use => compileApiKeys(use, files, problems)),
    issuers: compileIssuers(usesOf('jwt'), files, problems),
    opaque: single('opaqueTokens', use => compileOpaqueTokens(use, files, problems)),
    certificate: single('clientCertificate', use => ({
      scopes: compileScopes(use.args.scopes, reporter(problems, use)),
    })),
  }
  checkHeaders(compiled, authorities, problems)
  return compiled
}

/** What stands in one header has one meaning; bearer tokens are told apart by themselves. */
function checkHeaders(compiled: Authorities, uses: readonly DirectiveUse[], problems: ProblemList): void {
  const ofTokens = compiled.issuers.map(({ header }) => header).filter(name => name !== BEARER_HEADER)
  const { keys } = compiled
  const report = (name: string, header: string) => {
    const use = uses.find(each => each.name === name)
    const message = `"${header}" is the header of others who say who the user is.`
    if (use) reporter(problems, use)(undefined, message, 'Give each a header of its own.')
  }
  if (keys && ofTokens.includes(keys.header)) report('apiKeys', keys.header)
  const taken = [...ofTokens, keys?.header, BEARER_HEADER]
  for (const header of proxyHeaders(compiled)) if (taken.includes(header)) report('proxyUser', header)
}
