import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import { ResolverCalls } from '../../code/resolver-calls.ts'
import type { ResolverSurroundings } from '../../code/resolver-context.ts'
import { observeBoth } from '../../execute/execution-observer.ts'
import { type ExplainInput, explainOperation } from '../../execute/explain/explain-operation.ts'
import type { QueryPlan } from '../../execute/explain/query-plan.ts'
import type { OperationResult } from '../../execute/operation-result.ts'
import type { AbsentNames } from '../../execute/read/absent-names.ts'
import type { CostLimit } from '../../execute/refuse-cost.ts'
import { Loaders } from '../../load/loaders.ts'
import type { Log } from '../../observe/log.ts'
import type { RequestCost } from '../../observe/request-facts.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { toClientError, toGraphQLError } from '../../result/client-error.ts'
import { answerTooLarge } from '../../result/field-error.ts'
import type { CallContext } from '../../source/call-context.ts'
import type { ExposedHeaders } from '../../source/exposed-headers.ts'
import { inSlices } from '../../source/slices.ts'
import { type Soon, whenHere } from '../../source/soon.ts'
import type { Source } from '../../source/source.ts'
import { type AnswerCaching, NO_STORE } from './answer-caching.ts'
import { FailureLog } from './failure-log.ts'
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
export function run(
  context: RunContext,
  { plans, locate }: PreparedOperation,
  variables: Readonly<Record<string, unknown>> = {},
  call: CallContext,
  caching: AnswerCaching,
  watch: RunWatch,
): Soon<Executed | Refusal> {
  const { sources, absentNames, introspection, code, maxAnswerBytes } = context
  const { trace, explain, timing, costLimit } = watch
  const loaders = new Loaders(sources, call, 'taken')
  const explained = explain && (() => planOf(plans, { variables, loaders, redact: explain.redact }))
  if (explain?.isDryRun && explained) return explained().then(plan => planAlone(plan, locate))
  const executed = publishedExecution(plans, {
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
  return whenHere(executed, result => {
    timing?.executed()
    const beside = watch.costs || explained || trace ? toldOf(result, watch, explained) : undefined
    return whenHere(beside, told => answerOf(result, told, { context, call, caching, watch, locate }))
  })
}

/** What belongs to the answer of one run. */
interface Surroundings {
  readonly context: RunContext
  readonly call: CallContext
  readonly caching: AnswerCaching
  readonly watch: RunWatch
  readonly locate: PreparedOperation['locate']
}

function answerOf(
  { answer, errors }: OperationResult,
  told: Told | undefined,
  { context: { log, maxAnswerBytes }, call, caching, watch: { trace, explain }, locate }: Surroundings,
): Executed | Refusal {
  if (answer && errors.length === 0) {
    const headers = call.primary || trace || explain ? NO_STORE : caching.headers(Date.now())
    return { body: withExtensions(answer, told?.extensions), headers, errorCount: 0, costs: told?.costs }
  }
  const failures = new FailureLog()
  const shown = errors.map(({ error, source }) => {
    const each = toClientError(error, source, locate, failure => failures.add(failure))
    return trace ? withCall(each, trace.callOf(error.originalError)) : each
  })
  failures.write(log, call.requestId)
  if (!answer) return refuseOperation(shown)
  const body = withExtensions(withErrors(answer, shown, maxAnswerBytes), told?.extensions)
  return { body, headers: NO_STORE, errorCount: shown.length, costs: told?.costs }
}

/** What is told of an execution beside its result. */
interface Told {
  readonly costs: RequestCost | undefined
  /** What its client is told of that. */
  readonly extensions: Extensions | undefined
}

async function toldOf(
  { answer }: OperationResult,
  { trace, costs: counting, tellsCosts }: RunWatch,
  explained: (() => Promise<ToldPlan>) | undefined,
): Promise<Told> {
  const costs = counting && answer ? await counting.of(answer) : undefined
  const queryPlan = explained && planIn(await explained())
  if (trace?.onAnswer) await inSlices(trace.readAnswers())
  const cost = tellsCosts ? costs : undefined
  return { costs, extensions: cost || trace || queryPlan ? { cost, trace, queryPlan } : undefined }
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
