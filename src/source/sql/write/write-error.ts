import { isStructure } from '../../../plan/sql/unique-keys.ts'
import { MOST_OF_A_MESSAGE, shownText } from '../../shown-text.ts'
import type { SourceError } from '../../source-error.ts'
import type { SqlDialect } from '../dialect.ts'
import { badUserInput, toSourceError } from '../error.ts'
import type { WriteFault } from '../write-fault.ts'
import { type BlamedArguments, blamedArguments } from './blamed-arguments.ts'
import { faultSentence } from './fault-sentence.ts'
import { UpsertRace } from './upsert-rows.ts'
import type { WriteSession } from './write-session.ts'

/**
 * What a client is told of a write that failed: which of its arguments the database does not take, without SQL and the
 * database's own words. Anything else stays the failure that it is.
 */
export function writeError(error: unknown, session: WriteSession): SourceError {
  const { source } = session.plan.binding
  const { failure, fault } = explain(error, source, session.dialect)
  if (!fault) return failure
  const kind = isOfReferences(fault, session) ? 'referenced' : fault.kind
  const told = toldKind(kind, session)
  return badUserInput(faultSentence(told, blamedArguments({ ...fault, kind }, session)), source, failure.cause)
}

/** What the fault of a value is called that the database has made of another one, or that others refer to. */
function toldKind(kind: ValueFault['kind'], { write, operators }: WriteSession): Parameters<typeof faultSentence>[0] {
  if (kind === 'referenced' && write.kind !== 'delete') return 'referencedKey'
  if (kind === 'outOfRange' && operators.size > 0) return 'changedOutOfRange'
  return kind === 'tooLong' && operators.size > 0 ? 'changedTooLong' : kind
}

/** The same of a statement whose values are no columns' that are known, and of the end of a transaction of several fields. */
export function statementError(error: unknown, source: string, dialect: SqlDialect): SourceError {
  const { failure, fault } = explain(error, source, dialect)
  return fault ? badUserInput(faultSentence(fault.kind, NOBODY), source, failure.cause) : failure
}

const NOBODY: BlamedArguments = { names: [], together: false }

type ValueFault = WriteFault & { readonly kind: Exclude<WriteFault['kind'], 'conflict'> }

/** Whether what the write does to rows that refer to its own is what failed: `ON DELETE SET NULL` over a column that is NOT NULL. */
function isOfReferences({ kind, table, column = '' }: ValueFault, { write, tables }: WriteSession): boolean {
  if (kind !== 'foreignKey' && kind !== 'notNull') return false
  if (write.kind === 'delete') return true
  const holder = kind === 'notNull' && table !== undefined ? tables.get(table) : undefined
  return (
    holder !== undefined && isStructure(holder) && holder.foreignKeys.some(({ columns }) => columns.includes(column))
  )
}

function explain(error: unknown, source: string, dialect: SqlDialect) {
  const failure = toSourceError(error instanceof UpsertRace ? error.cause : error, source)
  const raised = dialect.raisedText(failure.cause)
  const text = raised === undefined ? undefined : shownText(raised, MOST_OF_A_MESSAGE)
  if (text !== undefined) return { failure: badUserInput(text, source, failure.cause), fault: undefined }
  const fault = failure.code === 'DOWNSTREAM_SERVICE_ERROR' ? dialect.faultOf(failure.cause) : undefined
  return { failure, fault: fault?.kind === 'conflict' ? undefined : (fault as ValueFault | undefined) }
}
