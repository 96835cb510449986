import { badUserInput } from '../error.ts'
import { MAX_REGEX_LENGTH } from '../limits.ts'
import type { Resolve } from './comparison.ts'
import { heldText, isNoText } from './held-text.ts'

/** The condition of the operator that a regular expression stands behind; how it is read, and what it costs, is the database's affair. */
export const regexCondition: Resolve = (operand, comparison) => {
  const { column, known, source, negated, unknown } = comparison
  const text = heldText(operand, { name: '', nullable: true, kind: 'text' }, comparison)
  if (text === undefined) return unknown
  if (text.length > MAX_REGEX_LENGTH)
    throw badUserInput(`The regular expression is longer than ${MAX_REGEX_LENGTH} characters.`, source)
  return { kind: 'regex', column, negated, text, cast: isNoText(known) }
}
