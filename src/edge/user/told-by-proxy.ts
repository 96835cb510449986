import type { Log } from '../../observe/log.ts'
import { isObject } from '../../plan/is-object.ts'
import { type ProxyUser, proxyHeaders } from '../../plan/user/authorities.ts'
import { type User, userOf } from '../../plan/user/user.ts'
import { parseJson } from '../../source/json.ts'
import { decodeUtf8 } from '../../source/utf8.ts'
import { type Refusal, refuseForeignUser, refuseToken } from '../graphql/refusal.ts'
import { plainAddress, type Trust } from '../server/trusted-proxies.ts'
import type { Asking, Authenticate } from './asking.ts'
import { certificateClaims } from './certificate-claims.ts'

/** By name, what its headers say; undefined for a header that is not there or empty. */
type Told = ReadonlyMap<string, string | undefined>

/** What can't be read; the message says why. */
class UnreadableUser extends Error {}

/** Users of whom a trusted proxy tells. From anybody else its headers are refused, so that nothing reads them. */
export function createToldByProxy(proxy: ProxyUser, isTrusted: Trust, log: Log): Authenticate {
  const { said, scopes } = proxy
  const names = proxyHeaders({ proxy })

  const refused = (asking: Asking, why: string, refusal: Refusal) => {
    log.info({ requestId: asking.requestId, why }, 'what a proxy says of the user is not taken')
    return refusal
  }

  const userIn = (told: Told): User | undefined => {
    if (said.kind === 'claims') {
      const present = [...said.headers].flatMap(([claim, header]) => {
        const text = told.get(header)
        return text === undefined ? [] : [[claim, text] as const]
      })
      const claims = Object.fromEntries(present)
      return claims.sub === undefined ? undefined : userOf(claims, scopes, 'proxyUser')
    }
    const text = told.get(said.header)
    if (text === undefined) return undefined
    const claims = said.kind === 'json' ? jsonClaims(text) : certificateClaims(text)
    if (!isObject(claims) || Object.keys(claims).length === 0) throw new UnreadableUser('it says nothing')
    return userOf(claims, scopes, 'proxyUser')
  }

  return asking => {
    const { headers, socket } = asking.incoming
    const sent = names.filter(name => Object.hasOwn(headers, name))
    if (sent.length === 0) return undefined
    if (!isTrusted(plainAddress(socket.remoteAddress ?? '')))
      return refused(asking, 'it is from no trusted proxy', refuseForeignUser(sent))
    try {
      return userIn(toldBy(asking.incoming, sent))
    } catch (error) {
      const why = error instanceof UnreadableUser ? error.message : 'it can not be read'
      return refused(asking, why, refuseToken(`What the proxy says of the user is not valid: ${why}.`))
    }
  }
}

function toldBy({ rawHeaders }: Asking['incoming'], names: readonly string[]): Told {
  return new Map(
    names.map(name => {
      // As they were sent: in `headers` several are one text.
      const [text = '', ...others] = rawHeaders.filter(
        (_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name,
      )
      // One of them may be the client's own, which the proxy has let through.
      if (others.length > 0) throw new UnreadableUser(`${name} is there twice`)
      return [name, decodeUtf8(Buffer.from(text, 'latin1')).trim() || undefined]
    }),
  )
}

/** JSON, or JSON in base64. */
function jsonClaims(text: string): unknown {
  return parseJson(text.startsWith('{') ? text : decodeUtf8(Buffer.from(text, 'base64url')))
}
