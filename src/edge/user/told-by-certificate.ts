import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Log } from '../../observe/log.ts'
import type { ClientCertificates } from '../../plan/user/authorities.ts'
import { type User, userOf } from '../../plan/user/user.ts'
import { refuseToken } from '../graphql/refusal.ts'
import { plainAddress, type Trust } from '../server/trusted-proxies.ts'
import type { Authenticate } from './asking.ts'
import { readCertificate } from './read-certificate.ts'

/** Whose a connection is; undefined for nobody. */
interface Known {
  readonly user: User | undefined
  /** When its certificate ends, in milliseconds since 1970. */
  readonly until: number
}

/** Users whose certificate an authority that is trusted has signed, as TLS has verified; that of a trusted proxy is not its clients'. */
export function createToldByCertificate({ scopes }: ClientCertificates, isTrusted: Trust, log: Log): Authenticate {
  const known = new WeakMap<Socket, Known>()

  const look = (socket: TLSSocket): Known => {
    const certificate = socket.getPeerX509Certificate()
    if (!certificate || isTrusted(plainAddress(socket.remoteAddress ?? '')))
      return { user: undefined, until: Number.POSITIVE_INFINITY }
    const claims = readCertificate(certificate)
    return {
      user: claims && userOf(claims, scopes, 'clientCertificate'),
      until: certificate.validToDate.getTime(),
    }
  }

  return ({ incoming: { socket }, requestId }) => {
    // One that is not valid, where that is no matter, is nobody's.
    if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined
    const found = known.get(socket) ?? look(socket)
    known.set(socket, found)
    if (Date.now() <= found.until) return found.user
    const why = 'it has expired'
    log.info({ requestId, why }, 'the certificate of a client is not taken')
    return refuseToken(`The certificate of the client is not valid: ${why}.`)
  }
}
