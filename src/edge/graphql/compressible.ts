import type { IncomingHttpHeaders } from 'node:http'
import type { Sharing } from './sharing.ts'

/** An Authorization that no browser adds by itself: a program has put it there (RFC 6750, 2.1). */
const BEARER = /^bearer /i

/**
 * Tells which answers may be compressed. The length of a compressed one tells whether a text that a stranger chose, as an alias,
 * stands in it a second time (BREACH). Strangers can do so only where a browser adds the credentials to requests that are not
 * its user's: by a cookie, or by Basic and the like. So, where sources may see these, answers to them are not compressed.
 */
export function createCompressible({ mayRead }: Pick<Sharing, 'mayRead'>) {
  const readsCookie = mayRead('cookie')
  const readsAuthorization = mayRead('authorization')
  return ({ cookie, authorization }: IncomingHttpHeaders): boolean =>
    !(readsCookie && cookie) && !(readsAuthorization && authorization && !BEARER.test(authorization))
}
