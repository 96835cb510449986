import { type ClientConfig, Connection } from 'pg'
import type { CancelSignal } from '../../cancel.ts'
import type { TlsOptions } from '../../tls-options.ts'
import { postgresTls } from './tls.ts'

/** What a server, or a pooler, has given a session to cancel with. */
export interface CancelKey {
  readonly processID: number
  readonly secretKey: number
}

/**
 * Asks whoever gave the key to end the statement of its session (PostgreSQL, Message Flow, Canceling Requests in Progress).
 * A pooler leads it to the server connection that the session has right now, and to none where it has none. Resolves once
 * it has been dealt with, whatever came of it: there is no answer.
 */
export function cancelByKey(
  { host, port }: ClientConfig & { readonly host: string },
  tls: TlsOptions | undefined,
  { processID, secretKey }: CancelKey,
  signal: CancelSignal,
): Promise<void> {
  const secure = tls && postgresTls(host, tls).config
  const connection = new Connection({ ...secure }) as unknown as CancelConnection
  return new Promise((resolve, reject) => {
    const send = () => connection.cancel(processID, secretKey)
    const abort = () => connection.stream.destroy()
    signal.addEventListener('abort', abort, { once: true })
    connection.once('connect', () => (secure ? connection.requestSsl() : send()))
    connection.once('sslconnect', send)
    connection.on('error', reject)
    connection.once('end', () => {
      signal.removeEventListener('abort', abort)
      resolve()
    })
    connection.connect(port ?? 5432, secure?.host ?? host)
  })
}

/** What pg's types leave out. */
interface CancelConnection {
  readonly stream: { destroy(): void }
  connect(port: number, host: string): void
  requestSsl(): void
  cancel(processID: number, secretKey: number): void
  on(event: 'error', listener: (error: Error) => void): void
  once(event: 'connect' | 'sslconnect' | 'end', listener: () => void): void
}
