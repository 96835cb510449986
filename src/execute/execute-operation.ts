import { GraphQLError } from 'graphql'
import type { ResolverCalls } from '../code/resolver-calls.ts'
import type { Loaders } from '../load/loaders.ts'
import { estimateCost, SizeUnsaid } from '../plan/operation/estimate-cost.ts'
import { strayExports } from '../plan/operation/exports.ts'
import type { Selection } from '../plan/operation/operation-plan.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import { hasPlainLists } from '../plan/operation/plain-lists.ts'
import { isTransaction, planTransaction } from '../plan/operation/plan-transaction.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { isSourceError } from '../result/field-error.ts'
import type { CancelSignal } from '../source/cancel.ts'
import { Node } from './answer-node.ts'
import { BreadthFirst } from './breadth-first.ts'
import { coerceVariables } from './coerce-variables.ts'
import { Completion } from './complete/completion.ts'
import { Output } from './complete/output.ts'
import { SlicedCompletion } from './complete/sliced-completion.ts'
import type { ExecutionObserver } from './execution-observer.ts'
import type { OperationResult } from './operation-result.ts'
import { Pace } from './pace.ts'
import { PlaceLoaders } from './place-loaders.ts'
import type { AbsentNames } from './read/absent-names.ts'
import { hasManyCalls, refuseCalls } from './refuse-calls.ts'
import { runTransaction, undoneResult } from './transaction.ts'
import { Turns } from './turns.ts'

export interface CostLimit {
  /** `Infinity` for none. */
  readonly most: number
  readonly isMeasured: boolean
  /** Told of one that costs more, where that is only measured. */
  onExceeded(): void
  /** Told what it may cost, and of what its answer will be. */
  readonly onEstimated?: ((cost: number, root: Selection) => void) | undefined
}

export interface OperationInput {
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Flushed loaders. */
  readonly loaders: Loaders
  readonly signal: CancelSignal
  /** When the request's time is up, of `performance.now()`; never unless said. */
  readonly deadline?: number
  /** Most bytes of the answer; no limit unless said. */
  readonly maxAnswerBytes?: number
  /** Looks for names that no answer has. */
  readonly absentNames?: AbsentNames
  /** Whether errors of variables keep the schema's names to themselves. */
  readonly hideSuggestions?: boolean
  /** What plain root fields read; only tests have any. */
  readonly rootValue?: unknown
  /** What calls the schema's resolvers; needed where it has any. */
  readonly resolvers?: ResolverCalls | undefined
  readonly observer?: ExecutionObserver | undefined
  /** What an operation may cost; undefined where nobody asks. */
  readonly costLimit?: CostLimit | undefined
  /** Objects from which on an answer is written in slices, between which other requests have their turn. */
  readonly sliceAfter?: number
  /** Objects of a selection that are written field by field before code is generated that writes them. */
  readonly warmUp?: number
}

const DEFAULT_SLICE_AFTER = 5_000
const DEFAULT_WARM_UP = 50
/** Values, by the fields of the operation and the objects that it reads, for each object from which on it is so. */
const VALUES_PER_OBJECT = 20
const NO_DATA = Buffer.from('{"data":null}')

/**
 * Executes an operation breadth first; the result equals that of graphql-js's `execute` for the same answers of the
 * sources. Beyond a limit, or long after the deadline, it has no data and one error. Rejects with the signal's reason once
 * that is aborted.
 */
export async function executeOperation(plans: OperationPlans, input: OperationInput): Promise<OperationResult> {
  const { schemaPlan, operation } = plans
  const pace = new Pace(input.signal, input.deadline ?? Number.POSITIVE_INFINITY)
  pace.begin()
  const variableValues = coerceVariables(plans, input.variables, input.hideSuggestions ?? false)
  if (Array.isArray(variableValues))
    return { answer: undefined, errors: variableValues.map(error => ({ error, source: '' })) }
  if (pace.isOver) await pace.rest()
  const { root: selection } = plans.with(variableValues)
  const { observer } = input
  observer?.onPlan(selection)
  if (selection.error) return { answer: NO_DATA, errors: [{ error: selection.error, source: '' }] }
  const placeLoaders = new PlaceLoaders(plans, input.loaders, variableValues, observer)
  const tooDear = input.costLimit && refuseCost(input.costLimit, selection, schemaPlan, placeLoaders)
  if (tooDear) return { answer: undefined, errors: [{ error: tooDear, source: '' }] }
  const tooMany = hasManyCalls(selection, input.loaders)
    ? await refuseCalls(selection, placeLoaders, input.loaders, pace)
    : undefined
  if (tooMany) return { answer: undefined, errors: [{ error: tooMany, source: '' }] }
  const transaction = isTransaction(operation) ? planTransaction(plans, selection.places) : strayExports(plans)
  if (transaction && !('source' in transaction))
    return { answer: undefined, errors: transaction.map(error => ({ error, source: '' })) }
  if (transaction) {
    const answers = await runTransaction(transaction, placeLoaders, schemaPlan.schema)
    input.signal.throwIfAborted()
    if (answers.some(answer => answer instanceof Error)) return undoneResult(selection, transaction, answers)
  }
  const root = new Node(input.rootValue ?? {}, '', selection)
  const turns = new Turns(() => input.loaders.takeGathered(), pace)
  const engine = new BreadthFirst(schemaPlan, placeLoaders, turns, observer, input.absentNames, input.resolvers)
  const sliceAfter = input.sliceAfter ?? DEFAULT_SLICE_AFTER
  const mostBytes = input.maxAnswerBytes ?? Number.POSITIVE_INFINITY
  const output = new Output(plans.answerSize, mostBytes, sliceAfter * VALUES_PER_OBJECT)
  output.sink.text = '{"data":'
  const isLarge = () => isLargeAnswer(engine.nodeCount, plans.size, sliceAfter) || hasPlainLists(selection)
  const writer = fieldWriterOf(root, output, input.warmUp ?? DEFAULT_WARM_UP, pace, isLarge)
  const write = observer ? timed(writer, observer) : writer
  // What a transaction's fields ask below is only read.
  const execute = operation.operation === 'mutation' && !transaction ? executeInSeries : executeAtOnce
  try {
    const hasData = await execute(root, engine, turns, write)
    if (!hasData) return { answer: NO_DATA, errors: output.errors() }
    output.sink.text += selection.places.length === 0 ? '{}}' : '}}'
    const answer = output.sink.finish()
    plans.answerSize = answer.length
    return { answer, errors: output.errors() }
  } catch (error) {
    if (!isSourceError(error)) throw error
    return {
      answer: NO_DATA,
      errors: [{ error: new GraphQLError(error.message, { originalError: error }), source: '' }],
    }
  }
}

/** The error of an operation that may cost more than it may; arguments that can't be read are told where they are used. */
function refuseCost(
  limit: CostLimit,
  selection: Selection,
  schemaPlan: SchemaPlan,
  loaders: PlaceLoaders,
): GraphQLError | undefined {
  const { most, isMeasured } = limit
  try {
    const cost = estimateCost(selection, schemaPlan, place => loaders.argsIfAny(place) ?? {})
    limit.onEstimated?.(cost, selection)
    if (cost <= most) return undefined
  } catch (error) {
    if (!(error instanceof SizeUnsaid)) throw error
    return new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT' } })
  }
  if (isMeasured) {
    limit.onExceeded()
    return undefined
  }
  const extensions = { code: 'OPERATION_LIMIT_EXCEEDED', limit: 'cost', most }
  return new GraphQLError(`The operation may cost more than ${most}.`, { extensions })
}

function isLargeAnswer(objects: number, fields: number, sliceAfter: number): boolean {
  return objects > sliceAfter || objects * fields > sliceAfter * VALUES_PER_OBJECT
}

/** Writes a root field; false where a non-null one nulls the answer. */
type WriteField = (at: number) => boolean | Promise<boolean>

type Execute = (root: Node, engine: BreadthFirst, turns: Turns, write: WriteField) => Promise<boolean>

const executeAtOnce: Execute = async (root, engine, turns, write) => {
  const { places } = root.selection
  await turns.run(() => engine.resolveAll(root.selection, [root]))
  for (let at = 0; at < places.length; at++) if (!(await write(at))) return false
  return true
}

/** The next root field begins when all below the one before it is there, unless that nulls the answer (section 6.2.2). */
const executeInSeries: Execute = async (root, engine, turns, write) => {
  for (const [at, place] of root.selection.places.entries()) {
    if (place.kind !== 'typename' && place.deepIndex >= 0) await turns.run(() => engine.resolve(place, [root]))
    if (!(await write(at))) return false
  }
  return true
}

function timed(write: WriteField, observer: ExecutionObserver): WriteField {
  return async at => {
    const start = performance.now()
    const written = await write(at)
    observer.onWritten(performance.now() - start)
    return written
  }
}

function fieldWriterOf(root: Node, output: Output, warmUp: number, pace: Pace, isLarge: () => boolean): WriteField {
  const completion = new Completion(output, warmUp)
  const sliced = new SlicedCompletion(completion, output)
  const write: WriteField = at => {
    const written = isLarge() ? undefined : output.attempt(() => completion.writeField(root, at))
    return written ?? pace.run(sliced.writeField(root, at))
  }
  return at => (pace.isOver ? pace.rest().then(() => write(at)) : write(at))
}
