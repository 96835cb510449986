import { sqlStateOf } from './error.ts'
import type { Answer, ExtendedQueryOptions } from './extended-query.ts'
import type { Ask } from './find-names.ts'
import { isStalePlan, PreparedStatements } from './prepared-statements.ts'
import { FORMATS, type Settings, setStatement } from './settings.ts'

/** How statements are run on a connection; each rejects with pg's error. */
export interface Way {
  /** Runs it by itself, and the server refuses what writes. */
  readonly read: Ask
  /** Runs it in the transaction that has begun. */
  readonly execute: Ask
  /** Begins a transaction that may write. */
  begin(): Promise<unknown>
}

type Send = (query: ExtendedQueryOptions) => Promise<Answer>

const BEGIN = { text: 'start transaction read write', values: [] }
const FAILED_TRANSACTION = '25P02'

/** On a server connection that is ours alone, settings and statements are kept. `timeout` is for the settings, in milliseconds. */
export async function keepOnSession(send: Send, timeout: number | undefined): Promise<Way> {
  await send({ ...setStatement([['default_transaction_read_only', 'on'], ...FORMATS], 'session'), timeout })
  const prepared = new PreparedStatements()
  const sendNamed: Ask = statement => {
    const named = prepared.nameOf(statement.text)
    const answered = send({ ...statement, ...named })
    if (named.isKnown) return answered
    return answered.then(answer => {
      prepared.learn(statement.text)
      return answer
    })
  }
  const run: Ask = statement =>
    sendNamed(statement).catch(error => {
      if (!isStalePlan(error)) throw error
      // The server refused before it ran anything, and may refuse others for the same reason.
      prepared.doubtAll()
      return sendNamed(statement).catch(again => {
        // With the refusal a transaction has failed.
        throw sqlStateOf(again) === FAILED_TRANSACTION ? error : again
      })
    })
  return { read: run, execute: run, begin: () => send(BEGIN) }
}

/**
 * Behind a pooler every transaction may be on another server connection, which others use before and after: each says
 * all that it needs, and nothing of it stays. A statement by itself is in one write with what it needs.
 */
export function sayInTransaction(send: Send, settings: Settings): Way {
  const formats = [...FORMATS, ...settings]
  const before = [setStatement([...formats, ['transaction_read_only', 'on']], 'transaction')]
  return {
    read: statement => send({ ...statement, before }),
    execute: send,
    begin: () => send({ ...setStatement(formats, 'transaction'), before: [BEGIN] }),
  }
}
