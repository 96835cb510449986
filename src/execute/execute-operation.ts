import { getVariableValues } from 'graphql'
import type { Loaders } from '../load/loaders.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import { hasPlainLists } from '../plan/operation/plain-lists.ts'
import { isTransaction, planTransaction } from '../plan/operation/plan-transaction.ts'
import { Node } from './answer-node.ts'
import { BreadthFirst } from './breadth-first.ts'
import { Completion } from './complete/completion.ts'
import { Output } from './complete/output.ts'
import { runSlices, SlicedCompletion } from './complete/sliced-completion.ts'
import { withFloats } from './float-variables.ts'
import type { OperationResult } from './operation-result.ts'
import { PlaceLoaders } from './place-loaders.ts'
import { runTransaction, undoneResult } from './transaction.ts'
import { Turns } from './turns.ts'

export interface OperationInput {
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Flushed loaders. */
  readonly loaders: Loaders
  readonly signal: AbortSignal
  /** Whether errors of variables keep the schema's names to themselves. */
  readonly hideSuggestions?: boolean
  /** What plain root fields read; only tests have any. */
  readonly rootValue?: unknown
  /** Objects from which on an answer is written in slices, between which other requests have their turn. */
  readonly sliceAfter?: number
  /** Objects of a selection that are written field by field before code is generated that writes them. */
  readonly warmUp?: number
}

const DEFAULT_SLICE_AFTER = 5_000
const DEFAULT_WARM_UP = 50
const NO_DATA = Buffer.from('{"data":null}')

/**
 * Executes an operation breadth first; the result equals that of graphql-js's `execute` for the same answers of the
 * sources. Rejects with the signal's reason once that is aborted.
 */
export async function executeOperation(plans: OperationPlans, input: OperationInput): Promise<OperationResult> {
  const { schemaPlan, operation } = plans
  const definitions = operation.variableDefinitions ?? []
  const { variableValues, errors } = getVariableValues(
    schemaPlan.schema,
    definitions,
    withFloats(schemaPlan.schema, definitions, input.variables),
    { maxErrors: 50, hideSuggestions: input.hideSuggestions ?? false },
  )
  if (!variableValues) return { answer: undefined, errors: (errors ?? []).map(error => ({ error, source: '' })) }

  const { root: selection } = plans.with(variableValues)
  if (selection.error) return { answer: NO_DATA, errors: [{ error: selection.error, source: '' }] }
  const placeLoaders = new PlaceLoaders(plans, input.loaders, variableValues)
  const transaction = isTransaction(operation) ? planTransaction(selection.places) : undefined
  if (transaction && !('source' in transaction))
    return { answer: undefined, errors: transaction.map(error => ({ error, source: '' })) }
  if (transaction) {
    const answers = await runTransaction(transaction, placeLoaders)
    input.signal.throwIfAborted()
    if (answers.some(answer => answer instanceof Error)) return undoneResult(selection, transaction, answers)
  }
  const root = new Node(input.rootValue ?? {}, '', selection)
  const turns = new Turns(() => input.loaders.flush(), input.signal)
  const engine = new BreadthFirst(schemaPlan, placeLoaders, turns)
  const output = new Output(plans.answerSize)
  output.sink.text = '{"data":'
  const isLarge = () => engine.nodeCount > (input.sliceAfter ?? DEFAULT_SLICE_AFTER) || hasPlainLists(selection)
  const write = fieldWriterOf(root, output, input.warmUp ?? DEFAULT_WARM_UP, isLarge)
  // What a transaction's fields ask below is only read.
  const execute = operation.operation === 'mutation' && !transaction ? executeInSeries : executeAtOnce
  const hasData = await execute(root, engine, turns, write)

  if (!hasData) return { answer: NO_DATA, errors: output.errors() }
  output.sink.text += selection.places.length === 0 ? '{}}' : '}}'
  const answer = output.sink.finish()
  plans.answerSize = answer.length
  return { answer, errors: output.errors() }
}

/** Writes a root field; false where a non-null one nulls the answer. */
type WriteField = (at: number) => boolean | Promise<boolean>

type Execute = (root: Node, engine: BreadthFirst, turns: Turns, write: WriteField) => Promise<boolean>

const executeAtOnce: Execute = async (root, engine, turns, write) => {
  const { places, deepPlaces } = root.selection
  await turns.run(() => {
    for (const place of deepPlaces) engine.resolve(place, [root])
  })
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

function fieldWriterOf(root: Node, output: Output, warmUp: number, isLarge: () => boolean): WriteField {
  const completion = new Completion(output, warmUp)
  const sliced = new SlicedCompletion(completion, output)
  return at => (isLarge() ? runSlices(sliced.writeField(root, at)) : completion.writeField(root, at))
}
