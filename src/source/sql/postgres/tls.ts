import { Socket } from 'node:net'
import type { ClientConfig } from 'pg'
import type { TlsOptions } from '../../tls-options.ts'

/** One connection with TLS, as pg makes it: never without, and only to a server whose certificate is that of the name. */
export interface PostgresTls {
  readonly config: Pick<ClientConfig, 'host' | 'ssl' | 'stream'>
  /** Says in what it failed with whether the server has no TLS. */
  explain(error: unknown): unknown
}

export function postgresTls(host: string, { servername, ...pem }: TlsOptions): PostgresTls {
  const socket = new Socket()
  const connect = (socket.connect as (port: number, host: string) => Socket).bind(socket)
  let answer = ''
  // The first byte from the server is `S`, or `N` where it has no TLS (PostgreSQL, Message Flow, SSL Session Encryption).
  socket.once('data', bytes => {
    answer = String(bytes)
  })
  return {
    config: {
      host: servername ?? host,
      ssl: { ...pem, rejectUnauthorized: true },
      // pg would connect to the name that it looks for in the certificate.
      stream: () => Object.assign(socket, { connect: (port: number) => connect(port, host) }),
    },
    explain: error =>
      answer === 'N'
        ? Object.assign(new Error('the server has no TLS', { cause: error }), { code: 'ERR_TLS_NONE' })
        : error,
  }
}
