import type { Log } from '../observe/log.ts'
import type { HookContext } from '../plan/hook/hooks.ts'
import { ownCopy, setOwn } from '../plan/own-copy.ts'
import type { ResolverContext, ResolverLog } from '../plan/resolver/resolver-context.ts'
import type { ResolverPlan } from '../plan/resolver/resolver-plan.ts'
import type { CallContext } from '../source/call-context.ts'
import type { Claims } from '../source/client.ts'
import type { Source } from '../source/source.ts'
import type { SourcePlan } from '../source/source-plan.ts'
import type { OnHeld } from './held.ts'

/** Asks a source; rejects with a SourceError. */
export type AskSource = (plan: SourcePlan) => Promise<unknown>

/** A source as code of one's own calls it. */
export interface SourceClient {
  readonly source: Source
  /** What calls it for the field at the coordinate. */
  create(coordinate: string, ask: AskSource): object
}

/** What all requests of a gateway share. */
export interface ResolverSurroundings {
  readonly log: Log
  /** The sources, by their names. */
  readonly clients: ReadonlyMap<string, SourceClient>
  /** Told of a call that has held the event loop for long, in milliseconds; undefined where nobody looks. */
  readonly onHeld?: OnHeld | undefined
}

/**
 * What a resolver is given in one request. What it says of the request is counted as read once it is asked for; a resolver that says
 * what it reads is given nothing else.
 */
export function createResolverContext(
  call: CallContext,
  code: Pick<ResolverPlan, 'coordinate' | 'reads'>,
  { log, clients }: ResolverSurroundings,
): ResolverContext {
  const source: ResolverContext['source'] = name => clientOf(clients, name, code.coordinate, call)
  return Object.assign(createHookContext(call, code, log), { source })
}

/** What a context is of. */
export type RequestFacts = Pick<CallContext, 'requestId' | 'client' | 'signal' | 'deadline'>

/** What a hook is given in one request; in the same way. */
export function createHookContext(
  call: RequestFacts,
  { coordinate, reads }: Pick<ResolverPlan, 'coordinate' | 'reads'>,
  log: Log,
): HookContext {
  const { requestId, client } = call
  let signal: AbortSignal | undefined
  let user: ResolverContext['user']
  return {
    requestId,
    headers: {
      get(name) {
        const known = name.toLowerCase()
        if (reads && !reads.headers.includes(known)) throw undeclared(coordinate, `headers: ['${known}']`)
        return client.header(known)
      },
    },
    get user() {
      if (reads?.claims.length === 0) throw undeclared(coordinate, "claims: ['sub']")
      const { claims } = client
      user ??= claims && ownClaims(claims, reads?.claims)
      return user
    },
    get signal() {
      signal ??= signalOf(call)
      return signal
    },
    log: logOf(log, requestId),
  }
}

function clientOf<Client>(
  clients: ResolverSurroundings['clients'],
  name: string,
  coordinate: string,
  call: CallContext,
): Client {
  const found = clients.get(name)
  if (!found)
    throw new Error(`there is no source "${name}" to call; there are ${[...clients.keys()].join(', ') || 'none'}`)
  const ask: AskSource = async plan => {
    const [slot] = await found.source.load(plan, [[]], call)
    if (slot instanceof Error) throw slot
    return slot
  }
  return found.create(coordinate, ask) as Client
}

function undeclared(coordinate: string, reads: string): Error {
  return new Error(
    `the code of ${coordinate} reads what its "reads" does not say: write reads: { ${reads} }, or no reads`,
  )
}

function ownClaims(claims: Claims, names: readonly string[] = [...claims.keys()]): Record<string, unknown> {
  const own = {}
  for (const name of names) if (claims.has(name)) setOwn(own, name, ownCopy(claims.get(name)))
  return own
}

function signalOf({ signal, deadline }: RequestFacts): AbortSignal {
  const controller = new AbortController()
  if (signal.aborted) controller.abort(signal.reason)
  else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true })
  const left = Math.max(0, Math.ceil(deadline - performance.now()))
  return AbortSignal.any([controller.signal, AbortSignal.timeout(left)])
}

function logOf(log: Log, requestId: string): ResolverLog {
  const at =
    (level: keyof ResolverLog) =>
    (message: string, facts: object = {}) =>
      log[level]({ ...facts, requestId }, message)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
