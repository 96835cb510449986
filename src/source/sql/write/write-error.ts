import { isStructure } from '../../../plan/sql/unique-keys.ts'
import { MOST_OF_A_MESSAGE, shownText } from '../../shown-text.ts'
import type { SourceError } from '../../source-error.ts'
import type { SqlDialect } from '../dialect.ts'
import { badUserInput, toSourceError } from '../error.ts'
import type { WriteFault } from '../write-fault.ts'
import { type BlamedArguments, blamedArguments } from './blamed-arguments.ts'
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
  const told = kind === 'referenced' && session.write.kind !== 'delete' ? 'referencedKey' : kind
  return badUserInput(sentence(told, blamedArguments({ ...fault, kind }, session)), source, failure.cause)
}

/** The same of a transaction as a whole: of several fields, nobody knows whose value its end did not take. */
export function commitError(error: unknown, source: string, sessions: readonly WriteSession[]): SourceError {
  const [session, another] = sessions
  if (session && !another) return writeError(error, session)
  const { failure, fault } = explain(error, source, session?.dialect)
  return fault ? badUserInput(sentence(fault.kind, NOBODY), source, failure.cause) : failure
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

function explain(error: unknown, source: string, dialect: SqlDialect | undefined) {
  const failure = toSourceError(error instanceof UpsertRace ? error.cause : error, source)
  const raised = dialect?.raisedText(failure.cause)
  const text = raised === undefined ? undefined : shownText(raised, MOST_OF_A_MESSAGE)
  if (text !== undefined) return { failure: badUserInput(text, source, failure.cause), fault: undefined }
  const fault = failure.code === 'DOWNSTREAM_SERVICE_ERROR' ? dialect?.faultOf(failure.cause) : undefined
  return { failure, fault: fault?.kind === 'conflict' ? undefined : (fault as ValueFault | undefined) }
}

const WORDS: Readonly<Record<ValueFault['kind'] | 'referencedKey', readonly [named: string, unnamed: string]>> = {
  unique: ['is taken: there is a row with this value already', 'There is a row with one of these values already'],
  foreignKey: ['refers to nothing that exists', 'One of the values refers to nothing that exists'],
  referenced: ['can not be removed: other rows still refer to it', 'Other rows still refer to the row'],
  referencedKey: ['can not be changed: other rows still refer to it', 'Other rows still refer to the row'],
  notNull: ['needs a value', 'A value is missing'],
  check: ['has a value that is not allowed', 'One of the values is not allowed'],
  tooLong: ['has a value that is too long', 'One of the values is too long'],
  outOfRange: ['has a value that is out of range', 'One of the values is out of range'],
  invalid: ["has a value that can't be stored", "One of the values can't be stored"],
}

function sentence(kind: keyof typeof WORDS, { together, names }: BlamedArguments): string {
  const [named, unnamed] = WORDS[kind]
  const [first, ...more] = names.map(name => `"${name}"`)
  if (first === undefined) return `${unnamed}.`
  if (more.length === 0) return `${first} ${named}.`
  const last = more.pop()
  const list = `${[first, ...more].join(', ')} ${together ? 'with' : 'or'} ${last}`
  return `${list} ${named}.`
}
