import type { SourceError } from '../../source-error.ts'
import { badUserInput, toSourceError } from '../error.ts'
import { type Suspects, suspectsOf } from './suspects.ts'
import { UpsertRace } from './upsert-rows.ts'
import type { WriteFault } from './write-fault.ts'
import type { WriteSession } from './write-session.ts'

/**
 * What a client is told of a write that failed: which of its arguments the database does not take, without SQL and the
 * database's own words. Anything else stays the failure that it is.
 */
export function writeError(error: unknown, session: WriteSession): SourceError {
  const { source } = session.plan.binding
  const failure = toSourceError(error instanceof UpsertRace ? error.cause : error, source)
  const fault = failure.code === 'DOWNSTREAM_SERVICE_ERROR' ? session.dialect.faultOf(failure.cause) : undefined
  if (!fault || fault.kind === 'conflict') return failure
  const kind = fault.kind === 'foreignKey' && session.write.kind === 'delete' ? 'referenced' : fault.kind
  return badUserInput(sentence(kind, suspectsOf({ ...fault, kind }, session)), source, failure.cause)
}

const WORDS: Readonly<Record<Exclude<WriteFault['kind'], 'conflict'>, readonly [named: string, unnamed: string]>> = {
  unique: ['is taken: there is a row with this value already', 'There is a row with one of these values already'],
  foreignKey: ['refers to nothing that exists', 'One of the values refers to nothing that exists'],
  referenced: ['can not be removed: other rows still refer to it', 'Other rows still refer to the row'],
  notNull: ['needs a value', 'A value is missing'],
  check: ['has a value that is not allowed', 'One of the values is not allowed'],
  tooLong: ['has a value that is too long', 'One of the values is too long'],
  outOfRange: ['has a value that is out of range', 'One of the values is out of range'],
  invalid: ["has a value that can't be stored", "One of the values can't be stored"],
}

function sentence(kind: Exclude<WriteFault['kind'], 'conflict'>, { together, names }: Suspects): string {
  const [named, unnamed] = WORDS[kind]
  const [first, ...more] = names.map(name => `"${name}"`)
  if (first === undefined) return `${unnamed}.`
  if (more.length === 0) return `${first} ${named}.`
  const last = more.pop()
  const list = `${[first, ...more].join(', ')} ${together ? 'with' : 'or'} ${last}`
  return `${list} ${named}.`
}
