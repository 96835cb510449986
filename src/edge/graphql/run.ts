import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import { ResolverCalls } from '../../code/resolver-calls.ts'
import type { ResolverSurroundings } from '../../code/resolver-context.ts'
import type { CostLimit } from '../../execute/execute-operation.ts'
import { observeBoth } from '../../execute/execution-observer.ts'
import { type ExplainInput, explainOperation } from '../../execute/explain/explain-operation.ts'
import type { QueryPlan } from '../../execute/explain/query-plan.ts'
import type { AbsentNames } from '../../execute/read/absent-names.ts'
import { Loaders } from '../../load/loaders.ts'
import type { Log } from '../../observe/log.ts'
import type { RequestCost } from '../../observe/request-facts.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { type FieldFailure, toClientError, toGraphQLError } from '../../result/client-error.ts'
import { answerTooLarge } from '../../result/field-error.ts'
import type { CallContext } from '../../source/call-context.ts'
import type { ExposedHeaders } from '../../source/exposed-headers.ts'
import { inSlices } from '../../source/slices.ts'
import type { Source } from '../../source/source.ts'
import { type AnswerCaching, NO_STORE } from './answer-caching.ts'
import { publishedExecution } from './graphql-channels.ts'
import type { OperationCosts } from './operation-costs.ts'
import type { PreparedOperation, PrepareOptions } from './prepare.ts'
import { type Refusal, refuseOperation } from './refusal.ts'
import type { ServerTiming } from './server-timing.ts'
import type { OperationTrace } from './trace/operation-trace.ts'
import type { ToldBehind } from './trace/told-behind.ts'

/** What every operation of one schema runs with. */
export interface RunContext extends Pick<PrepareOptions, 'introspection'> {
  readonly schemaPlan: SchemaPlan
  readonly sources: ReadonlyMap<string, Source>
  readonly log: Log
  /** Looks for names that no answer has. */
  readonly absentNames: AbsentNames
  /** What the schema's resolvers have in common; undefined where it has none. */
  readonly code: ResolverSurroundings | undefined
  /** Largest answer, errors included, in bytes. */
  readonly maxAnswerBytes: number
}

/** An operation's answer: `{"data": …}`, with `errors` before it where there are any, as JSON in UTF-8. */
export interface Executed {
  readonly body: Uint8Array
  /** What caches may do with it. */
  readonly headers: Readonly<Record<string, string>>
  /** What it shows of the headers of sources' answers. */
  readonly exposed?: ExposedHeaders | undefined
  /** How many errors it has. */
  readonly errorCount: number
  /** Where that is counted. */
  readonly costs?: RequestCost | undefined
}

/** What looks at a run, and what it may cost. */
export interface RunWatch extends ToldBehind {
  readonly timing: ServerTiming | undefined
  readonly costLimit: CostLimit | undefined
  /** What counts what it costs; undefined where nobody asks. */
  readonly costs: OperationCosts | undefined
  /** Whether its answer tells that. */
  readonly tellsCosts: boolean
}

/** Executes an operation; what fails is in the answer's errors, as clients may see them. */
export async function run(
  { sources, log, absentNames, introspection, code, maxAnswerBytes }: RunContext,
  { plans, locate }: PreparedOperation,
  variables: Readonly<Record<string, unknown>> = {},
  call: CallContext,
  caching: AnswerCaching,
  { trace, explain, timing, costLimit, costs: counting, tellsCosts }: RunWatch,
): Promise<Executed | Refusal> {
  const loaders = new Loaders(sources, call, 'taken')
  if (explain?.isDryRun) return planAlone(await planOf(plans, { variables, loaders, redact: explain.redact }), locate)
  const result = await publishedExecution(plans, {
    variables,
    loaders,
    signal: call.signal,
    deadline: call.deadline,
    maxAnswerBytes,
    absentNames,
    resolvers: code && new ResolverCalls(call, code),
    hideSuggestions: !introspection,
    observer: observeBoth(trace, timing),
    costLimit,
  })
  timing?.executed()
  const costs = counting && result.answer ? await counting.of(result.answer) : undefined
  const cost = tellsCosts ? costs : undefined
  const queryPlan = explain && planIn(await planOf(plans, { variables, loaders, redact: explain.redact }))
  if (trace?.onAnswer) await inSlices(trace.readAnswers())
  const extensions = cost || trace || queryPlan ? { cost, trace, queryPlan } : undefined
  if (result.answer && result.errors.length === 0) {
    const headers = call.primary || trace || explain ? NO_STORE : caching.headers(Date.now())
    return { body: withExtensions(result.answer, extensions), headers, errorCount: 0, costs }
  }
  const failures = new FailureLog()
  const errors = result.errors.map(({ error, source }) => {
    const shown = toClientError(error, source, locate, failure => failures.add(failure))
    return trace ? withCall(shown, trace.callOf(error.originalError)) : shown
  })
  failures.write(log, call.requestId)
  if (!result.answer) return refuseOperation(errors)
  const body = withErrors(result.answer, errors, maxAnswerBytes)
  return { body: withExtensions(body, extensions), headers: NO_STORE, errorCount: errors.length, costs }
}

function withCall(error: GraphQLFormattedError, call: number | undefined): GraphQLFormattedError {
  return call === undefined ? error : { ...error, extensions: { ...error.extensions, call } }
}

function planOf(plans: PreparedOperation['plans'], input: ExplainInput) {
  return inSlices(explainOperation(plans, input))
}

type ToldPlan = Awaited<ReturnType<typeof planOf>>

function planIn(explained: ToldPlan): QueryPlan | undefined {
  return typeof explained === 'object' && 'plan' in explained ? explained.plan : undefined
}

/** A plan in the place of an answer; its variables may be wrong. */
function planAlone(explained: ToldPlan, locate: PreparedOperation['locate']): Executed | Refusal {
  if (Array.isArray(explained))
    return refuseOperation(explained.map((error: GraphQLError) => toClientError(error, '', locate, () => undefined)))
  const extensions = { queryPlan: planIn(explained) }
  return { body: Buffer.from(JSON.stringify({ data: null, extensions })), headers: NO_STORE, errorCount: 0 }
}

/** What stands behind the data. */
interface Extensions {
  readonly cost: RequestCost | undefined
  readonly trace: OperationTrace | undefined
  readonly queryPlan: QueryPlan | undefined
}

/** They do not count against the limit of the answer: trace and plan have their own. */
function withExtensions(answer: Uint8Array, extensions: Extensions | undefined): Uint8Array {
  if (!extensions) return answer
  return Buffer.concat([answer.subarray(0, -1), Buffer.from(`,"extensions":${JSON.stringify(extensions)}}`)])
}

/** Errors stand before the data, where a reader sees them first (specification, section 7.1). */
function withErrors(answer: Uint8Array, errors: readonly GraphQLFormattedError[], limit: number): Uint8Array {
  const texts: string[] = []
  let length = answer.length
  for (const error of errors) {
    // Each error may have a path of long names.
    if (length > limit) break
    const text = JSON.stringify(error)
    length += text.length
    texts.push(text)
  }
  const body = Buffer.concat([Buffer.from(`{"errors":[${texts.join()}],`), answer.subarray(1)])
  if (body.length <= limit) return body
  return Buffer.from(JSON.stringify({ errors: [toGraphQLError(answerTooLarge(limit))], data: null }))
}

/** Most lines of level warn that the failed fields of one request are worth. */
const MOST_LINES = 20

/** Writes the failed fields of one request: those of one kind at one place are one line, however many positions they have. */
class FailureLog {
  readonly #lines = new Map<string, { readonly first: FieldFailure; positions: number }>()

  add(failure: FieldFailure): void {
    const place = failure.path?.filter(segment => typeof segment === 'string') ?? []
    const id = JSON.stringify([place, failure.message, failure.extensions])
    const line = this.#lines.get(id)
    if (line) line.positions += 1
    else this.#lines.set(id, { first: failure, positions: 1 })
  }

  write(log: Log, requestId: string): void {
    let told = 0
    let more = 0
    for (const { first, positions } of this.#lines.values()) {
      const { message, cause, ...facts } = first
      if (isNoNews(facts)) log.debug({ requestId, ...facts }, 'the request can not be answered')
      else if (told === MOST_LINES) more += 1
      else {
        told += 1
        log.warn({ requestId, ...facts, ...(positions > 1 ? { positions } : {}), err: cause }, message)
      }
    }
    if (more > 0) log.warn({ requestId, more }, 'more fields of the request failed')
  }
}

/** What a client got wrong, whose values are its own, and what only follows from the failure of another field. */
function isNoNews({ extensions: { code, reason, source } }: Pick<FieldFailure, 'extensions'>): boolean {
  // What a source answers so has its name.
  if (source === undefined && (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN')) return true
  return code === 'BAD_USER_INPUT' || code === 'GRAPHQL_VALIDATION_FAILED' || reason === 'db_rolled_back'
}
