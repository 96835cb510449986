import type { IncomingHttpHeaders } from 'node:http'
import { headerNames } from '../../plan/header-names.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { hasResolvers } from './sharing.ts'

/** An Authorization that no browser adds by itself: a program has put it there (RFC 6750, 2.1). */
const BEARER = /^bearer /i

/**
 * Tells which answers may be compressed. The length of a compressed one tells whether a text that a stranger chose, as an alias,
 * stands in it a second time (BREACH). Strangers can do so only where a browser adds the credentials to requests that are not
 * its user's: by a cookie, or by Basic and the like. So, where sources may see these, answers to them are not compressed.
 */
export function createCompressible({ schemaPlan }: { readonly schemaPlan: SchemaPlan }) {
  const names = new Set(headerNames(schemaPlan))
  const isAnyRead = hasResolvers(schemaPlan.schema)
  const readsCookie = isAnyRead || names.has('cookie')
  const readsAuthorization = isAnyRead || names.has('authorization')
  return ({ cookie, authorization }: IncomingHttpHeaders): boolean =>
    !(readsCookie && cookie) && !(readsAuthorization && authorization && !BEARER.test(authorization))
}
