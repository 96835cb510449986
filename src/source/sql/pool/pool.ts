import type { CancelSignal } from '../../cancel.ts'
import { FairQueue } from '../../fair-queue.ts'
import type { Soon } from '../../soon.ts'

/** What a pool does with connections of any kind. */
export interface PoolOptions<C> {
  /** Most connections at once. */
  readonly size: number
  /** How long a connection may be idle, in milliseconds. */
  readonly idleTimeout: number
  /** Most that wait for a connection at once. */
  readonly maxWaiting: number
  /** The error for one too many. */
  readonly refuse: () => Error
  /** Rejects with what a waiting statement fails with. */
  readonly open: () => Promise<C>
  /** Says goodbye to the server; never rejects. */
  readonly end: (connection: C) => Promise<void>
  /** Breaks the connection at once. */
  readonly destroy: (connection: C) => void
}

export interface ConnectionPool<C> extends AsyncDisposable {
  /** A connection for the caller alone, at once where one is idle; requests take turns. Rejects as `open` and `refuse` say, or the signal. */
  acquire(signal: CancelSignal, request: object): Soon<C>
  /** Gives the connection back. */
  release(connection: C): void
  /** Takes a connection that is broken, or must not be used again, out of the pool; those that have left it stay out. */
  discard(connection: C): void
  /** How many are open, how many of them are in use, and who waits. */
  state(): { readonly connections: number; readonly inFlight: number; readonly waiting: number }
  /** No connection that has been opened so far, or is being opened, is taken again: discards them as they are free. */
  renew(): void
}

interface Waiter<C> {
  /** The newest attempt to open a connection at the first failure that it saw: for later ones it does not wait. */
  lastHope?: number
  take(connection: C): void
  fail(error: unknown): void
}

/** How long the server may take to say goodbye when the pool is closed, in milliseconds. */
const CLOSE_PATIENCE = 1_000

/** How long no attempt begins after one has failed, and between those that follow until one succeeds, in milliseconds. */
const ATTEMPT_INTERVAL = 100

/**
 * Opens connections as they are needed. One that can't be opened fails those who wait only where no other connection is
 * there to wait for: a server that allows fewer than `size` is served with what it allows. Attempts that others begin
 * meanwhile are nothing to wait for, or steady traffic would keep everybody waiting for a server that never answers.
 * A server that refuses is asked some times a second, whatever the traffic: to log in costs it more than most statements.
 */
export function createPool<C>(options: PoolOptions<C>): ConnectionPool<C> {
  const { size, idleTimeout, maxWaiting, refuse, open, end, destroy } = options
  /** With the generation that each is of. */
  const connections = new Map<C, number>()
  let generation = 0
  /** Each since when, the one that was used last at the end. */
  const idle: { readonly connection: C; readonly since: number }[] = []
  /** One for all: connections come and go with every statement. */
  let timer: NodeJS.Timeout | undefined
  const waiting = new FairQueue<Waiter<C>>({ maxWaiting, refuse })
  /** The attempts under way by their numbers, the oldest first. */
  const opening = new Set<number>()
  let attempts = 0
  /** Whether the newest attempt to end has failed. */
  let isRefused = false
  /** Until it ends no attempt begins. */
  let rest: NodeJS.Timeout | undefined
  let closed = false

  const openOne = async () => {
    const attempt = ++attempts
    opening.add(attempt)
    const bornIn = generation
    const opened = await open().then(
      connection => ({ connection }),
      (error: unknown) => ({ error }),
    )
    opening.delete(attempt)
    isRefused = !('connection' in opened)
    if ('connection' in opened) {
      connections.set(opened.connection, bornIn)
      give(opened.connection)
      endRest()
      return
    }
    if (connections.size === 0) failHopeless(opened.error)
    restAWhile()
  }

  const restAWhile = () => {
    rest ??= setTimeout(endRest, ATTEMPT_INTERVAL)
    // It keeps the process for those who wait only.
    if (waiting.size === 0) rest.unref()
  }

  const endRest = () => {
    clearTimeout(rest)
    rest = undefined
    openWanted()
  }

  const failHopeless = (error: unknown) => {
    const [oldest = Number.POSITIVE_INFINITY] = opening
    for (const place of waiting.places()) {
      const { waiter } = place
      waiter.lastHope ??= attempts
      if (waiter.lastHope < oldest && waiting.delete(place)) waiter.fail(error)
    }
  }

  const openWanted = () => {
    while (!rest && waiting.size > opening.size && connections.size + opening.size < size && !closed) {
      void openOne()
      if (isRefused) restAWhile()
    }
  }

  const give = (connection: C) => {
    if (closed || connections.get(connection) !== generation) {
      discard(connection)
      return
    }
    const waiter = waiting.shift()
    if (waiter) waiter.take(connection)
    else {
      idle.push({ connection, since: performance.now() })
      retireLater(idleTimeout)
    }
  }

  // The one that was used last: the others may be idle long enough to go.
  const takeIdle = () => idle.pop()?.connection

  const forget = (connection: C): boolean => {
    const at = idle.findIndex(each => each.connection === connection)
    if (at >= 0) idle.splice(at, 1)
    return connections.delete(connection)
  }

  const retireLater = (delay: number) => {
    timer ??= setTimeout(retireIdle, Math.ceil(delay)).unref()
  }

  const retireIdle = () => {
    timer = undefined
    const oldest = performance.now() - idleTimeout
    for (let first = idle[0]; first && first.since <= oldest; first = idle[0])
      if (forget(first.connection)) void end(first.connection)
    const [next] = idle
    if (next) retireLater(next.since - oldest)
  }

  const discard = (connection: C) => {
    forget(connection)
    destroy(connection)
    openWanted()
  }

  const wait = (signal: CancelSignal, request: object): Promise<C> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const full = connections.size + opening.size >= size
      if (closed) throw refuse()
      if (full || rest) waiting.admit(request, opening.size)
      const abort = () => {
        waiting.delete(place)
        reject(signal.reason)
      }
      const waiter: Waiter<C> = {
        take(connection) {
          signal.removeEventListener('abort', abort)
          resolve(connection)
        },
        fail(error) {
          signal.removeEventListener('abort', abort)
          reject(error)
        },
      }
      signal.addEventListener('abort', abort, { once: true })
      const place = waiting.push(request, waiter)
      rest?.ref()
      openWanted()
    })

  return {
    discard,
    state: () => ({
      connections: connections.size,
      inFlight: connections.size - idle.length,
      waiting: waiting.size,
    }),
    renew() {
      generation++
      for (const { connection } of [...idle]) discard(connection)
    },
    acquire: (signal, request) => (signal.aborted ? undefined : takeIdle()) ?? wait(signal, request),
    release(connection) {
      if (connections.has(connection)) give(connection)
    },
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(timer)
      clearTimeout(rest)
      for (let waiter = waiting.shift(); waiter; waiter = waiting.shift()) waiter.fail(refuse())
      const open = [...connections.keys()]
      const patience = setTimeout(() => open.forEach(destroy), CLOSE_PATIENCE)
      await Promise.all(open.map(end))
      clearTimeout(patience)
    },
  }
}
