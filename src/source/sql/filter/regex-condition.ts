import { badUserInput } from '../error.ts'
import { MAX_REGEX_LENGTH } from '../limits.ts'
import type { Resolve } from './comparison.ts'

/** The condition of the operator that a regular expression stands behind; how it is read, and what it costs, is the database's affair. */
export const regexCondition: Resolve = (operand, { column, known, converters, source, negated, unknown }) => {
  const as = { name: '', nullable: true, kind: 'text' } as const
  const text = operand.kind === 'value' ? converters.text(operand.value, as) : undefined
  if (typeof text !== 'string' || text.includes('\0') || known?.kind === 'binary') return unknown
  if (text.length > MAX_REGEX_LENGTH)
    throw badUserInput(`The regular expression is longer than ${MAX_REGEX_LENGTH} characters.`, source)
  const cast = known !== undefined && (known.kind !== 'text' || known.typed === true)
  return { kind: 'regex', column, negated, text, cast }
}
