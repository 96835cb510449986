import { GraphQLError } from 'graphql'
import type { ResolverCalls } from '../code/resolver-calls.ts'
import type { Loaders } from '../load/loaders.ts'
import type { Variables } from '../plan/operation/conditions.ts'
import { strayExports } from '../plan/operation/exports.ts'
import type { Selection } from '../plan/operation/operation-plan.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import { hasPlainLists } from '../plan/operation/plain-lists.ts'
import { isTransaction, planTransaction, type TransactionPlan } from '../plan/operation/plan-transaction.ts'
import { isSourceError } from '../result/field-error.ts'
import type { CancelSignal } from '../source/cancel.ts'
import { type Soon, whenFailed, whenHere } from '../source/soon.ts'
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
import { type CostLimit, refuseCost } from './refuse-cost.ts'
import { runTransaction, undoneResult } from './transaction.ts'
import { Turns } from './turns.ts'

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

/** An operation whose variables have been read. */
interface Begun {
  readonly plans: OperationPlans
  readonly input: OperationInput
  readonly pace: Pace
  readonly variableValues: Variables
}

/** One that may be executed. */
interface Admitted extends Begun {
  readonly selection: Selection
  readonly placeLoaders: PlaceLoaders
}

/**
 * Executes an operation breadth first; the result equals that of graphql-js's `execute` for the same answers of the
 * sources. Beyond a limit, or long after the deadline, it has no data and one error. Throws, or rejects with, the signal's
 * reason once that is aborted.
 */
export function executeOperation(plans: OperationPlans, input: OperationInput): Soon<OperationResult> {
  const pace = new Pace(input.signal, input.deadline ?? Number.POSITIVE_INFINITY)
  pace.begin()
  const variableValues = coerceVariables(plans, input.variables, input.hideSuggestions ?? false)
  if (Array.isArray(variableValues)) return withoutAnswer(variableValues)
  return whenHere(pace.isOver ? pace.rest() : undefined, () => admit({ plans, input, pace, variableValues }))
}

/** Refuses what may cost too much, before anything is asked. */
function admit(begun: Begun): Soon<OperationResult> {
  const { plans, input, pace, variableValues } = begun
  const { loaders, observer, costLimit } = input
  const { root: selection } = plans.with(variableValues)
  observer?.onPlan(selection)
  if (selection.error) return { answer: NO_DATA, errors: [{ error: selection.error, source: '' }] }
  const placeLoaders = new PlaceLoaders(plans, loaders, variableValues, observer)
  const tooDear = costLimit && refuseCost(costLimit, selection, plans.schemaPlan, placeLoaders)
  if (tooDear) return withoutAnswer([tooDear])
  const refused = hasManyCalls(selection, loaders) ? refuseCalls(selection, placeLoaders, loaders, pace) : undefined
  const admitted = { ...begun, selection, placeLoaders }
  return whenHere(refused, tooMany => (tooMany ? withoutAnswer([tooMany]) : execute(admitted)))
}

function execute(admitted: Admitted): Soon<OperationResult> {
  const { plans, selection } = admitted
  const transaction = isTransaction(plans.operation) ? planTransaction(plans, selection.places) : strayExports(plans)
  if (!transaction) return answer(admitted, plans.operation.operation === 'mutation')
  return 'source' in transaction ? executeTransaction(admitted, transaction) : withoutAnswer(transaction)
}

async function executeTransaction(admitted: Admitted, transaction: TransactionPlan): Promise<OperationResult> {
  const { plans, input, selection, placeLoaders } = admitted
  const answers = await runTransaction(transaction, placeLoaders, plans.schemaPlan.schema)
  input.signal.throwIfAborted()
  if (answers.some(each => each instanceof Error)) return undoneResult(selection, transaction, answers)
  // What its fields ask below is only read.
  return await answer(admitted, false)
}

/** Asks, and writes what has been answered; root fields one after the other where they are in series. */
function answer(
  { plans, input, pace, selection, placeLoaders }: Admitted,
  areInSeries: boolean,
): Soon<OperationResult> {
  const { observer } = input
  const root = new Node(input.rootValue ?? {}, '', selection)
  const turns = new Turns(() => input.loaders.takeGathered(), pace)
  const engine = new BreadthFirst(plans.schemaPlan, placeLoaders, turns, observer, input.absentNames, input.resolvers)
  const sliceAfter = input.sliceAfter ?? DEFAULT_SLICE_AFTER
  const mostBytes = input.maxAnswerBytes ?? Number.POSITIVE_INFINITY
  const output = new Output(plans.answerSize, mostBytes, sliceAfter * VALUES_PER_OBJECT)
  output.sink.text = '{"data":'
  const isLarge = () => isLargeAnswer(engine.nodeCount, plans.size, sliceAfter) || hasPlainLists(selection)
  const writer = fieldWriterOf(root, output, input.warmUp ?? DEFAULT_WARM_UP, pace, isLarge)
  const write = observer ? timed(writer, observer) : writer
  const asked = () => (areInSeries ? executeInSeries : executeAtOnce)(root, engine, turns, write)
  const finish = (hasData: boolean): OperationResult => {
    if (!hasData) return { answer: NO_DATA, errors: output.errors() }
    output.sink.text += selection.places.length === 0 ? '{}}' : '}}'
    const bytes = output.sink.finish()
    plans.answerSize = bytes.length
    return { answer: bytes, errors: output.errors() }
  }
  return whenFailed(
    () => whenHere(asked(), finish),
    error => {
      if (!isSourceError(error)) throw error
      return {
        answer: NO_DATA,
        errors: [{ error: new GraphQLError(error.message, { originalError: error }), source: '' }],
      }
    },
  )
}

function withoutAnswer(errors: readonly GraphQLError[]): OperationResult {
  return { answer: undefined, errors: errors.map(error => ({ error, source: '' })) }
}

function isLargeAnswer(objects: number, fields: number, sliceAfter: number): boolean {
  return objects > sliceAfter || objects * fields > sliceAfter * VALUES_PER_OBJECT
}

/** Writes a root field; false where a non-null one nulls the answer. */
type WriteField = (at: number) => Soon<boolean>

type Execute = (root: Node, engine: BreadthFirst, turns: Turns, write: WriteField) => Soon<boolean>

const executeAtOnce: Execute = (root, engine, turns, write) => {
  const { selection } = root
  return whenHere(
    turns.run(() => engine.resolveAll(selection, [root])),
    () => writeFrom(0, selection.places.length, write),
  )
}

/** Writes the fields from one on. */
function writeFrom(first: number, end: number, write: WriteField): Soon<boolean> {
  for (let at = first; at < end; at++) {
    const written = write(at)
    if (written instanceof Promise) return written.then(goesOn => goesOn && writeFrom(at + 1, end, write))
    if (!written) return false
  }
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
  return at => {
    const start = performance.now()
    return whenHere(write(at), written => {
      observer.onWritten(performance.now() - start)
      return written
    })
  }
}

function fieldWriterOf(root: Node, output: Output, warmUp: number, pace: Pace, isLarge: () => boolean): WriteField {
  const completion = new Completion(output, warmUp)
  const write: WriteField = at => {
    const written = isLarge() ? undefined : output.attempt(() => completion.writeField(root, at))
    return written ?? pace.run(new SlicedCompletion(completion, output).writeField(root, at))
  }
  return at => (pace.isOver ? pace.rest().then(() => write(at)) : write(at))
}
