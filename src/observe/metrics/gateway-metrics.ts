import type { CallObserver, CallPlace, CallRecord } from '../../source/call-record.ts'
import type { EmptyCounts } from '../../source/empty-slot.ts'
import type { SourceState } from '../../source/source.ts'
import { knownMethod, methodOfCall } from '../http-words.ts'
import type { RequestCost } from '../request-facts.ts'
import { type MetricFamily, OTHER, printLabels } from './metric-family.ts'
import { ProcessMetrics } from './process-metrics.ts'
import { Counter, Histogram } from './series.ts'

/** What one HTTP request came to. */
export interface RequestFacts {
  readonly method: string
  /** Where it was answered; undefined for a path that is none of ours. */
  readonly route: string | undefined
  readonly status: number
  readonly seconds: number
  /** Of a GraphQL request. */
  readonly outcome: string | undefined
  /** Of one that was refused. */
  readonly code: string | undefined
  /** The limits that its operation was beyond, those that are only measured included. */
  readonly limits: readonly string[] | undefined
  readonly isShared: boolean
  /** Where that is counted. */
  readonly cost: RequestCost | undefined
}

/** In seconds, as the conventions of OpenTelemetry have them for HTTP and databases. */
const HTTP_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
const DATABASE_SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]
/** Costs of operations. */
const COSTS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
const KEYS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]

/** Failures of calls that met a limit of the gateway, and what the limit is called. */
const LIMITS: Readonly<Record<string, string>> = {
  OPERATION_LIMIT_EXCEEDED: 'calls',
  REQUEST_CONCURRENCY_LIMITED: 'queue',
  circuit_open: 'circuit',
  too_large: 'answer',
  timeout: 'timeout',
  deadline: 'deadline',
}

/** Counts all requests and calls of one process. No label has a value that a client can choose. */
export class GatewayMetrics implements CallObserver, Disposable {
  readonly #requests = new Histogram(
    { name: 'http_server_request_duration_seconds', help: 'Requests of clients.', unit: 'seconds' },
    HTTP_SECONDS,
    'http_request_method',
    'http_route',
    'http_response_status_code',
  )
  readonly #operations = new Counter(
    { name: 'sluice_operations', help: 'GraphQL requests by what came of them, and the code where they were refused.' },
    'outcome',
    'code',
  )
  readonly #shared = new Counter({
    name: 'sluice_operations_shared',
    help: 'GraphQL requests that got the answer of the same query under way.',
  })
  readonly #costs = new Histogram(
    {
      name: 'sluice_operation_cost',
      help: 'What operations may cost (estimated), and what their answers have (actual).',
    },
    COSTS,
    'kind',
  )
  readonly #clients = {
    'http.client': new Histogram(
      { name: 'http_client_request_duration_seconds', help: 'Requests to HTTP sources, each try.', unit: 'seconds' },
      HTTP_SECONDS,
      'source',
      'http_request_method',
      'http_response_status_code',
      'error_type',
    ),
    'db.client': new Histogram(
      { name: 'db_client_operation_duration_seconds', help: 'Statements, each try.', unit: 'seconds' },
      DATABASE_SECONDS,
      'source',
      'error_type',
    ),
  }
  readonly #calls = new Counter(
    { name: 'sluice_calls', help: 'Calls of sources that were wanted, by what came of them.' },
    'source',
    'outcome',
  )
  readonly #tries = new Counter({ name: 'sluice_call_tries', help: 'What was sent for calls.' }, 'source')
  readonly #queued = new Counter(
    {
      name: 'sluice_call_queue_seconds',
      help: 'How long calls have waited for their turn, together.',
      unit: 'seconds',
    },
    'source',
  )
  readonly #keys = new Histogram({ name: 'sluice_call_keys', help: 'Keys of one call.' }, KEYS, 'source')
  readonly #empty = new Counter(
    { name: 'sluice_empty_slots', help: 'Keys that came to nothing, by the reason.' },
    'source',
    'reason',
  )
  readonly #limits = new Counter({ name: 'sluice_limits_hit', help: 'Requests and calls that met a limit.' }, 'limit')
  readonly #generations = new Counter({ name: 'sluice_generations', help: 'Schemas that were served since the start.' })
  readonly #own = new ProcessMetrics()
  #active = () => 0
  #states: () => ReadonlyMap<string, SourceState> = () => new Map()

  onCall(record: CallRecord): void {
    const { source, keys, tries, queued, joined, cached, failure, nulls } = record
    const { convention } = record.client
    const outcome = joined ? 'joined' : cached ? 'cached' : failure === undefined ? 'answered' : 'failed'
    this.#calls.add(1, source, failure !== undefined && tries.length === 0 && !joined ? 'refused' : outcome)
    this.#keys.observe(keys, source)
    if (tries.length > 0) this.#tries.add(tries.length, source)
    if (queued > 0) this.#queued.add(queued / 1_000, source)
    const limit = failure !== undefined && Object.hasOwn(LIMITS, failure) ? LIMITS[failure] : undefined
    if (limit !== undefined) this.#limits.add(1, limit)
    if (nulls) this.onUnasked(record, nulls)
    for (const { duration, status, error = '' } of tries) {
      const seconds = (Number.isNaN(duration) ? record.duration : duration) / 1_000
      if (convention === 'db.client') this.#clients[convention].observe(seconds, source, error)
      else
        this.#clients[convention].observe(
          seconds,
          source,
          methodOfCall(record.text),
          status === undefined ? '' : String(status),
          error,
        )
    }
  }

  onUnasked({ source }: CallPlace, nulls: EmptyCounts): void {
    for (const [why, slots] of Object.entries(nulls)) this.#empty.add(slots, source, why)
  }

  onRequest({
    method,
    route = OTHER,
    status,
    seconds,
    outcome,
    code = '',
    limits,
    isShared,
    cost,
  }: RequestFacts): void {
    this.#requests.observe(seconds, knownMethod(method), route, String(status))
    if (outcome !== undefined) this.#operations.add(1, outcome, code)
    if (isShared) this.#shared.add(1)
    if (cost) {
      this.#costs.observe(cost.estimated, 'estimated')
      this.#costs.observe(cost.actual, 'actual')
    }
    for (const limit of limits ?? []) this.#limits.add(1, limit)
    // Of what an operation sends, not of what it is.
    if (code === 'OPERATION_LIMIT_EXCEEDED' && !limits) this.#limits.add(1, 'operation')
  }

  /** Another schema is served; `states` tells how its sources do whenever that is asked. */
  serve(states: () => ReadonlyMap<string, SourceState>): void {
    this.#generations.add(1)
    this.#states = states
  }

  /** `requests` tells how many requests to GraphQL are under way whenever that is asked. */
  watch(requests: () => number): void {
    this.#active = requests
  }

  families(): readonly MetricFamily[] {
    const counters = [
      this.#operations,
      this.#shared,
      this.#calls,
      this.#tries,
      this.#queued,
      this.#keys,
      this.#empty,
      this.#limits,
      this.#generations,
    ]
    const histograms = [this.#requests, this.#costs, ...Object.values(this.#clients)]
    return [...histograms, ...counters].map(each => each.family()).concat(this.#gauges(), this.#own.families())
  }

  [Symbol.dispose](): void {
    this.#own[Symbol.dispose]()
  }

  #gauges(): MetricFamily[] {
    const states = [...this.#states()]
    const gauge = (
      name: string,
      help: string,
      together: MetricFamily['together'],
      read: (state: SourceState) => number | undefined,
    ): MetricFamily => ({
      name,
      help,
      type: 'gauge',
      together,
      samples: states.flatMap(([source, state]) => {
        const value = read(state)
        return value === undefined ? [] : [{ suffix: '', labels: printLabels({ source }), value }]
      }),
    })
    return [
      {
        name: 'http_server_active_requests',
        help: 'Requests to GraphQL that are under way.',
        type: 'gauge',
        together: 'sum',
        samples: [{ suffix: '', labels: '', value: this.#active() }],
      },
      gauge('sluice_calls_in_flight', 'What is under way at a source.', 'sum', state => state.inFlight),
      gauge('sluice_calls_waiting', 'Calls that wait for their turn.', 'sum', state => state.waiting),
      gauge('sluice_circuit_open', '1 where a source is left alone for a moment.', 'worst', ({ isOpen }) =>
        isOpen === undefined ? undefined : Number(isOpen),
      ),
      gauge('sluice_pool_connections', 'Open connections to a database.', 'sum', state => state.connections),
    ]
  }
}
