import type { Duplex } from 'node:stream'
import { Client } from 'pg'
import type { TlsOptions } from '../../tls-options.ts'
import type { ResultSet, Statement } from '../dialect.ts'
import { AnswerBytes } from '../pool/answer-bytes.ts'
import type { Backend, Session } from '../pool/session.ts'
import { type CancelKey, cancelByKey } from './cancel.ts'
import { sqlStateOf } from './error.ts'
import { type Answer, ExtendedQuery, type ExtendedQueryOptions } from './extended-query.ts'
import { type Ask, type FoundNames, findNames, knowsNames, originsOf } from './find-names.ts'
import { toPostgresParameter } from './parameter.ts'
import { readPostgresResult } from './result.ts'
import { postgresTls } from './tls.ts'
import type { PostgresServer } from './url.ts'
import { keepOnSession, sayInTransaction } from './way.ts'

const BACKEND = { text: 'select pg_backend_pid(), pg_postmaster_start_time()', values: [] }

/** Opens a session; `onLost` is told when it breaks by itself. Rejects with pg's error. */
export async function connectPostgres(
  server: PostgresServer,
  tls: TlsOptions | undefined,
  found: FoundNames,
  onLost: (session: Session) => void,
): Promise<Session> {
  const { config, settings } = server
  const secure = tls && postgresTls(config.host, tls)
  const client = new Client({ ...config, ...secure?.config })
  let session: Session | undefined
  const lost = () => session && onLost(session)
  // Without a listener Node would end the process.
  client.on('error', lost)
  client.on('end', lost)
  const timeout = config.connectionTimeoutMillis
  const send = (query: ExtendedQueryOptions): Promise<Answer> =>
    new Promise((resolve, reject) => {
      received?.start(query.maxBytes, error => {
        reject(error)
        destroy()
      })
      const end = (error: unknown, answer?: Omit<Answer, 'bytes'>) => {
        const bytes = received?.stop() ?? 0
        if (answer) resolve({ ...answer, bytes })
        else reject(error)
      }
      client.query(new ExtendedQuery(query, end))
    })
  const destroy = () => internalsOf(client).connection.stream.destroy()
  let received: AnswerBytes | undefined
  try {
    await client.connect()
    received = new AnswerBytes(internalsOf(client).connection.stream)
    const backend = server.isPooled ? undefined : await findBackend(send, timeout, internalsOf(client).processID)
    const way = backend ? await keepOnSession(send, timeout) : sayInTransaction(send, settings)
    const read = (answer: Answer) => readPostgresResult(answer, found.types, () => originsOf(answer.fields, found))
    const runBy =
      (ask: Ask) =>
      ({ sql, parameters, maxBytes }: Statement): Promise<ResultSet> =>
        ask({ text: sql, values: parameters.map(toPostgresParameter), maxBytes }).then(answer =>
          knowsNames(answer.fields, found)
            ? read(answer)
            : findNames(answer.fields, found, ask).then(() => read(answer)),
        )
    const { processID, secretKey } = internalsOf(client)
    const key = processID !== null && secretKey !== null ? { processID, secretKey } : undefined
    session = {
      read: runBy(way.read),
      execute: runBy(way.execute),
      begin: way.begin,
      control: sql => client.query(sql),
      backend,
      ...(key && { cancel: signal => cancelByKey(config, tls, key, signal) }),
      end: () => client.end().catch(() => undefined),
      destroy,
    }
    return session
  } catch (error) {
    destroy()
    throw secure?.explain(error) ?? error
  }
}

/**
 * Who answers, where that is the process that the connection was made to. A pooler makes up a number of its own, since
 * the next transaction may be on another one.
 */
async function findBackend(
  send: (query: ExtendedQueryOptions) => Promise<Answer>,
  timeout: number | undefined,
  processID: number | null,
): Promise<Backend | undefined> {
  const answer = await send({ ...BACKEND, timeout }).catch(error => {
    if (sqlStateOf(error) === undefined) throw error
  })
  const [id, server] = answer?.rows[0] ?? []
  return Number(id) === processID ? { id: processID, server: String(server) } : undefined
}

interface Internals extends Readonly<Record<keyof CancelKey, number | null>> {
  readonly connection: { readonly stream: Duplex }
}

/** What pg's types leave out. */
function internalsOf(client: Client): Internals {
  return client as unknown as Internals
}
