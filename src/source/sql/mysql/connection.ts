import type { Duplex } from 'node:stream'
import mysql, { type ConnectionOptions, type QueryError } from 'mysql2'
import type { ResultSet, Statement } from '../dialect.ts'
import { AnswerBytes } from '../pool/answer-bytes.ts'
import type { Backend, Session } from '../pool/session.ts'
import { toMysqlParameter } from './parameter.ts'
import { type End, MAX_PREPARED, PreparedStatements } from './prepared-statements.ts'
import { readMysqlResult } from './result.ts'

/** What the server converts by a session's zone, TIMESTAMP and the clock, is in UTC, wherever server and gateway are. */
const ZONE = "SET time_zone = '+00:00'"
/** What is written by mistake, or by somebody else's hand, is refused by the server. */
const READ_ONLY = 'SET SESSION TRANSACTION READ ONLY'
/** ER_NOT_SUPPORTED_YET: what speaks the protocol may have no such sessions. */
const NOT_SUPPORTED = 1235

/** MariaDB has no number of its own for a server that is running; MySQL's is not everywhere. */
const BACKEND = "SELECT CONNECTION_ID(), CONCAT_WS(':', @@hostname, @@port, @@server_id)"

/** ER_UNKNOWN_STMT_HANDLER: the server has forgotten a prepared statement. ER_NEED_REPREPARE: tables change all the time. */
const STALE = new Set([1243, 1615])

/** Opens a session. Rejects with mysql2's error. */
export async function connectMysql(
  config: ConnectionOptions & { readonly connectTimeout: number },
  onLost: (session: Session) => void,
): Promise<Session> {
  const connection = mysql.createConnection({
    ...config,
    charset: 'utf8mb4',
    supportBigNumbers: true,
    dateStrings: true,
    jsonStrings: true,
    rowsAsArray: true,
    // Those that are kept, and the one that comes before another one has to go.
    maxPreparedStatements: MAX_PREPARED + 1,
  })
  const prepared = new PreparedStatements(connection)
  let fail: (error: Error) => void = () => undefined
  let received: AnswerBytes | undefined
  const ask = (start: (end: End) => void, maxBytes?: number): Promise<ResultSet> =>
    new Promise((resolve, reject) => {
      fail = reject
      received?.start(maxBytes, error => {
        reject(error)
        session.destroy()
      })
      start((error, rows, fields) => {
        const bytes = received?.stop() ?? 0
        if (error) reject(error)
        else resolve(readMysqlResult(rows, fields, bytes))
      })
    })
  const setUp = async (sql: string) => {
    // A timeout of mysql2's own would outlive a connection that breaks.
    const late = setTimeout(() => session.destroy(), config.connectTimeout)
    try {
      return await ask(end => connection.query(sql, end))
    } finally {
      clearTimeout(late)
    }
  }

  const control = (sql: string) => ask(end => connection.query(sql, end))
  const execute = ({ sql, parameters, maxBytes }: Statement) => {
    const run = () => ask(end => prepared.execute(sql, parameters.map(toMysqlParameter), end), maxBytes)
    return run().catch(error => {
      if (!STALE.has((error as QueryError).errno ?? 0)) throw error
      // The server refused before it ran anything.
      prepared.forget(sql)
      return run()
    })
  }

  const session: Session & { backend?: Backend } = {
    // The session itself only reads.
    read: execute,
    begin: () => control('START TRANSACTION READ WRITE'),
    execute,
    control,
    end: () =>
      new Promise(resolve => {
        const stream = streamOf(connection)
        if (stream.closed) resolve()
        stream.once('close', resolve)
        connection.end()
      }),
    destroy() {
      connection.destroy()
      // mysql2's `destroy` alone keeps the socket half open until the server has finished the statement.
      streamOf(connection).destroy()
      // mysql2 forgets what is under way then.
      fail(Object.assign(new Error('the connection was broken off'), { fatal: true }))
    },
  }
  // Without a listener Node would end the process.
  connection.on('error', error => {
    fail(error)
    onLost(session)
  })
  try {
    await setUp(ZONE)
    await setUp(READ_ONLY).catch(error => {
      if (error.errno !== NOT_SUPPORTED) throw error
    })
    const known = await setUp(BACKEND).catch(error => {
      if (error.fatal || error.errno === undefined) throw error
    })
    const [id, server] = known?.rows[0] ?? []
    // A proxy that shares sessions says another id than the server does.
    if (id === connection.threadId) session.backend = { id, server: String(server) }
    received = new AnswerBytes(streamOf(connection))
  } catch (error) {
    session.destroy()
    throw error
  }
  return session
}

/** Of a connection under TLS it is another one than at first. */
function streamOf(connection: object): Duplex {
  return (connection as { readonly stream: Duplex }).stream
}
