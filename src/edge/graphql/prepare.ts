import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  Lexer,
  type OperationDefinitionNode,
  parse,
  Source,
  TokenKind,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { type Exceeded, exceed, limitOperations } from '../../guard/limit-operations.ts'
import { measureOperations, type OperationSize } from '../../guard/operation-size.ts'
import { OperationPlans } from '../../plan/operation/operation-plans.ts'
import type { OperationLimit, OperationLimits } from '../../plan/operation-limits.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { requestError } from '../../result/client-error.ts'
import { DocumentPositions, type Locate } from '../../result/document-positions.ts'
import { atOnce, inSlices } from '../../source/slices.ts'
import { type Soon, whenHere } from '../../source/soon.ts'
import { publishedValidation } from './graphql-channels.ts'
import type { GraphQLParams } from './graphql-params.ts'
import { isRefusal, type Refusal, refuse, refuseOperation } from './refusal.ts'

/** An operation that can be run. */
export interface PreparedOperation {
  readonly plans: OperationPlans
  /** Where its errors stand in the text. */
  readonly locate: Locate
  /** The limits that it is beyond, and that are only measured. */
  readonly measured: readonly Exceeded[]
  /** Roughly what it takes of the memory. */
  readonly bytes: number
}

type Prepared = PreparedOperation | Refusal

/** Prepares what was sent by an HTTP method: by GET only a query; what is long in slices of the event loop. */
export type Prepare = (params: GraphQLParams, method: string) => Soon<Prepared>

export interface PrepareOptions {
  /** Whether clients may read the schema, suggestions in errors included. */
  readonly introspection: boolean
  /** Longest text of an operation, in bytes. */
  readonly maxOperationBytes: number
  /** What an operation may be. */
  readonly limits: OperationLimits
}

const CACHED_OPERATIONS = 1_000
/** Roughly the bytes of all cached operations together. */
const CACHED_BYTES = 64_000_000
/**
 * Roughly the bytes that an operation takes, with each character of its document (the syntax tree) and each field of a plan;
 * measured on the heap, with cached operations of 1 to 2,100 fields.
 */
const BYTES_PER_OPERATION = 4_000
const BYTES_PER_CHARACTER = 40
const BYTES_PER_FIELD = 1_000

/** Texts that were refused; as many bytes of them as texts of operations are kept. */
const CACHED_REFUSALS = 1_000
const CACHED_REFUSAL_BYTES = 16_000_000

/** A name as the specification has it (section 2.1.9). */
const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/

/** Characters of a text from which on it is prepared in slices; what has fewer takes some milliseconds. */
const LONG_TEXT = 4_096

/** Parses, validates and plans operations, each once: the results are cached by text and operation name. */
export function createPrepare(schemaPlan: SchemaPlan, options: PrepareOptions): Prepare {
  const { maxOperationBytes } = options
  const cache = new LRUCache<string, PreparedOperation>({ max: CACHED_OPERATIONS, maxSize: CACHED_BYTES })
  const refusals = new LRUCache<string, Refusal>({ max: CACHED_REFUSALS, maxSize: CACHED_REFUSAL_BYTES })

  /** What is being prepared in slices, by id. */
  const underWay = new Map<string, Promise<Prepared>>()

  const keep = (id: string, prepared: Prepared): Prepared => {
    if (isRefusal(prepared)) refusals.set(id, prepared, { size: id.length + JSON.stringify(prepared.errors).length })
    else cache.set(id, prepared, { size: prepared.bytes })
    return prepared
  }

  const prepareLong = async (id: string, steps: Generator<void, Prepared>): Promise<Prepared> => {
    try {
      // Nothing stops it.
      return keep(id, (await inSlices(steps)) as Prepared)
    } finally {
      underWay.delete(id)
    }
  }

  const prepare = (id: string, query: string, operationName: string | undefined): Soon<Prepared> => {
    const known = cache.get(id) ?? refusals.get(id) ?? underWay.get(id)
    if (known) return known
    const steps = prepareSteps(schemaPlan, options, query, operationName)
    if (query.length < LONG_TEXT) return keep(id, atOnce(steps))
    const prepared = prepareLong(id, steps)
    underWay.set(id, prepared)
    return prepared
  }

  const forMethod = (prepared: Prepared, method: string): Prepared => {
    if (!isRefusal(prepared) && method === 'GET' && prepared.plans.operation.operation !== 'query')
      return refuse(405, 'A mutation must be sent by POST.', { allow: 'POST' })
    return prepared
  }

  return ({ query, operationName }, method) => {
    if (query.length > maxOperationBytes || Buffer.byteLength(query) > maxOperationBytes)
      return refuseLimit({
        limit: 'bytes',
        most: maxOperationBytes,
        message: `is longer than ${maxOperationBytes} bytes`,
      })
    if (operationName !== undefined && !NAME.test(operationName)) return noOperation(operationName)
    // No name holds a line break.
    const id = `${operationName ?? ''}\n${query}`
    return whenHere(prepare(id, query, operationName), prepared => forMethod(prepared, method))
  }
}

function weigh(query: string, { size, maxVariants }: OperationPlans): number {
  return BYTES_PER_OPERATION + query.length * BYTES_PER_CHARACTER + size * (maxVariants + 1) * BYTES_PER_FIELD
}

function* prepareSteps(
  schemaPlan: SchemaPlan,
  options: PrepareOptions,
  query: string,
  operationName: string | undefined,
): Generator<void, Prepared> {
  try {
    return yield* prepareOperation(schemaPlan, options, query, operationName)
  } catch (error) {
    // The stack is full: parser and rules follow the document's nesting by recursion.
    if (error instanceof RangeError) return refuseLimit({ limit: 'nesting', message: 'is nested too deeply' })
    throw error
  }
}

function* prepareOperation(
  schemaPlan: SchemaPlan,
  { introspection, limits }: PrepareOptions,
  query: string,
  operationName: string | undefined,
): Generator<void, Prepared> {
  const document = parseDocument(query, limits.tokens)
  if (isRefusal(document)) return document
  yield
  const { locate } = new DocumentPositions(document)
  const sizes = measureOperations(document)
  const { refused, measured } = limitOperations(
    { sizes: [...sizes.values()], tokens: document.tokenCount ?? 0 },
    limits,
  )
  if (refused) return refuseLimit(refused)
  yield
  const isLong = query.length >= LONG_TEXT
  const { errors, tooManyFields } = yield* publishedValidation(schemaPlan.schema, document, introspection, isLong)
  if (tooManyFields)
    return refuseLimit({ limit: 'comparisons', message: 'has too many fields of the same names to compare them all' })
  if (errors.length > 0)
    return refuseOperation(errors.map(error => requestError('GRAPHQL_VALIDATION_FAILED', error, locate)))
  const operation = getOperationAST(document, operationName)
  if (!operation) return noOperation(operationName)
  yield
  const plans = new OperationPlans(schemaPlan, document, operation, sizeOf(sizes, operation))
  return { plans, locate, measured, bytes: weigh(query, plans) }
}

function sizeOf(
  sizes: ReadonlyMap<OperationDefinitionNode, OperationSize>,
  operation: OperationDefinitionNode,
): number {
  return sizes.get(operation)?.fields ?? 1
}

function parseDocument(query: string, { most, isMeasured }: OperationLimit): DocumentNode | Refusal {
  try {
    return parse(query, isMeasured || most === Number.POSITIVE_INFINITY ? {} : { maxTokens: most })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return !isMeasured && hasMoreTokens(query, most)
      ? refuseLimit(exceed('tokens', most))
      : refuseOperation([requestError('GRAPHQL_PARSE_FAILED', error)])
  }
}

/** Whether the text holds more tokens than are read, whatever is wrong behind them. */
function hasMoreTokens(query: string, most: number): boolean {
  const lexer = new Lexer(new Source(query))
  try {
    for (let count = 0; count <= most; count++) if (lexer.advance().kind === TokenKind.EOF) return false
    return true
  } catch {
    return false
  }
}

function noOperation(name: string | undefined): Refusal {
  const message =
    name === undefined
      ? 'The document has not exactly one operation. Say which to run by "operationName".'
      : `The document has no operation "${name}".`
  return refuseOperation([requestError('BAD_USER_INPUT', new GraphQLError(message))])
}

function refuseLimit({ limit, most, message }: Exceeded): Refusal {
  const extensions = { code: 'OPERATION_LIMIT_EXCEEDED', limit, ...(most === undefined ? {} : { most }) } as const
  return refuseOperation([{ message: `The operation ${message}.`, extensions }])
}
