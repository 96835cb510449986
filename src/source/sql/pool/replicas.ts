import { unlimitedCalls } from '../../call-budget.ts'
import type { SourceState } from '../../source.ts'
import { SourceError } from '../../source-error.ts'
import type { Database, SqlDialect, Statement } from '../dialect.ts'
import { DEFAULT_CONNECT_TIMEOUT } from '../limits.ts'
import type { SqlSourceOptions } from '../sql-source-options.ts'

/** What reads go to. */
type Reader = Pick<Database, 'execute'> & AsyncDisposable & { states(): SourceState[] }

interface State {
  /** Its host and port. */
  readonly host: string
  readonly database: Database
  /** Opens a connection beside the pool, whose own may all be taken or stuck. */
  readonly openOne: () => Database
  /** Statements that it is at. */
  busy: number
  isDown: boolean
  isAsked: boolean
  timer: NodeJS.Timeout | undefined
}

/** How long a replica that is down is left alone between two attempts, in milliseconds. */
const RETRY_INTERVAL = 2_000
const PROBE: Statement = { sql: 'SELECT 1', parameters: [] }

/**
 * Spreads reads over the replicas of a source: each goes to the one with the fewest statements. One that can't be reached
 * is left out until a probe in the background finds it again, so that no read waits for it; what was asked of it goes to
 * another one, at last to the primary.
 */
export function openReplicas(options: SqlSourceOptions, dialect: SqlDialect, primary: Database): Reader {
  const { replicas = [], connectTimeout = DEFAULT_CONNECT_TIMEOUT, onReplica = () => undefined } = options
  const states = replicas.map(
    (server): State => ({
      host: new URL(server.url).host,
      database: dialect.open({ ...options, ...server }),
      openOne: () => dialect.open({ ...options, ...server, poolSize: 1 }),
      busy: 0,
      isDown: false,
      isAsked: false,
      timer: undefined,
    }),
  )
  const closing = new AbortController()
  let turn = 0

  const choose = (tried: ReadonlySet<State>): State | undefined => {
    // Those that are as busy take turns.
    turn++
    const inTurn = states.map((_, index) => states[(index + turn) % states.length] as State)
    return inTurn.filter(state => !state.isDown && !tried.has(state)).toSorted((a, b) => a.busy - b.busy)[0]
  }

  const leaveOut = (state: State, error: unknown) => {
    if (closing.signal.aborted) return
    if (!state.isDown) onReplica(state.host, error)
    state.isDown = true
    state.timer ??= setTimeout(() => {
      state.timer = undefined
      void probe(state)
    }, RETRY_INTERVAL).unref()
  }

  const probe = async (state: State) => {
    if (state.isAsked) return
    state.isAsked = true
    const error = await attempt(state)
    state.isAsked = false
    if (error === undefined && state.isDown) {
      state.isDown = false
      onReplica(state.host, undefined)
    } else if (state.isDown || isUnreachable(error)) leaveOut(state, error)
  }

  const attempt = async ({ openOne }: State): Promise<unknown> => {
    await using database = openOne()
    // Longer than a connection may take: whether there is one is what is asked.
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(2 * connectTimeout)])
    return await database.execute(PROBE, signal, unlimitedCalls()).then(
      () => undefined,
      (error: unknown) => error,
    )
  }

  const executeOnAny: Reader['execute'] = async (statement, signal, calls) => {
    const tried = new Set<State>()
    for (;;) {
      const state = choose(tried)
      if (!state) return await primary.execute(statement, signal, calls)
      tried.add(state)
      state.busy++
      try {
        return await state.database.execute(statement, signal, calls)
      } catch (error) {
        // It may be slow, or it may be that nothing is there that could answer.
        if (signal.aborted && !closing.signal.aborted) void probe(state)
        if (signal.aborted || !isUnreachable(error)) throw error
        leaveOut(state, error)
        if (calls.spend()) throw error
      } finally {
        state.busy--
      }
    }
  }

  return {
    execute: states.length === 0 ? primary.execute : executeOnAny,
    states: () => states.map(({ database }) => database.state()),
    async [Symbol.asyncDispose]() {
      closing.abort()
      for (const { timer } of states) clearTimeout(timer)
      await Promise.all(states.map(({ database }) => database[Symbol.asyncDispose]()))
    },
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof SourceError && (error.reason === 'db_lost' || error.reason === 'tls')
}
