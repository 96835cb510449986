import { connect } from 'node:net'
import type { ConnectionOptions } from 'mysql2'
import { hostOf } from '../../host-of.ts'
import type { TlsOptions } from '../../tls-options.ts'

/** How mysql2 connects with TLS: never without it, and only to a server whose certificate is that of the name. */
export function mysqlTls(url: string, { servername, ...pem }: TlsOptions): ConnectionOptions {
  const parsed = new URL(url)
  const host = hostOf(parsed)
  const port = parsed.port === '' ? 3306 : Number(parsed.port)
  const name = servername ?? host
  return {
    ssl: { ...pem, rejectUnauthorized: true, verifyIdentity: true },
    // mysql2 takes this for the name in the certificate.
    host: name,
    stream: () => {
      const socket = connect({ host, port, noDelay: true, keepAlive: true })
      // An IP address is no name that mysql2 could ask for; this is what Node then holds the certificate against.
      return Object.assign(socket, { _host: name })
    },
  }
}
