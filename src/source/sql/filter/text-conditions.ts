import type { Column } from '../../catalog.ts'
import { badUserInput } from '../error.ts'
import { MAX_PATTERN_BYTES } from '../limits.ts'
import type { Resolve } from './comparison.ts'
import { heldText, isNoText } from './held-text.ts'

/** The condition of each operator that is held against a column's text, whatever the type of the column. */
export const TEXT_CONDITIONS = {
  like: matches('like', likePattern),
  startsWith: matches('startsWith', beginning),
  endsWith: matches('endsWith', ending),
  contains: matches('contains', containing),
  eqText: matches('eqText', undefined, true),
  startsWithText: matches('startsWithText', beginning, true),
  endsWithText: matches('endsWithText', ending, true),
  containsText: matches('containsText', containing, true),
} as const satisfies Readonly<Record<string, Resolve>>

/** A pattern made of the text, or the text itself; `folds` says that upper and lower case are the same. */
function matches(operator: string, patternOf: ((text: string) => string) | undefined, folds = false): Resolve {
  return (operand, comparison) => {
    const { column, known, source, negated, unknown } = comparison
    const { form: _, ...open } = known ?? {}
    const as: Column = { name: '', nullable: true, ...open, kind: 'text' }
    const text = heldText(operand, as, comparison)
    if (text === undefined) return unknown
    const cast = isNoText(known)
    const held = patternOf ? patternOf(text) : text
    if (Buffer.byteLength(held) > MAX_PATTERN_BYTES)
      throw badUserInput(`The text for "${operator}" is too long.`, source)
    return {
      kind: 'like',
      column,
      negated,
      operator: patternOf ? 'like' : '=',
      text: held,
      cast,
      plain: patternOf !== undefined && known?.collation?.refusesPatterns === true,
      folded: folds && (cast || !foldsByItself(known?.collation)),
    }
  }
}

/** Whether a column is compared without regard to case by all that it knows of letters, not of ASCII alone. */
function foldsByItself(collation: Column['collation']): boolean {
  return collation?.ignoresCase === true && collation.rulesCover !== 'all'
}

/** A pattern of `like`, in which `%` and `_` are wildcards and `\` takes the next character as it is. */
function likePattern(text: string): string {
  return text.replace(/\\([\s\S])|[|\\]/g, (whole, escaped?: string) => escapeWildcards(escaped ?? whole))
}

function beginning(text: string): string {
  return `${escapeWildcards(text)}%`
}

function ending(text: string): string {
  return `%${escapeWildcards(text)}`
}

function containing(text: string): string {
  return `%${escapeWildcards(text)}%`
}

/** The text itself, inside a pattern: `|` takes the next character as it is. */
function escapeWildcards(text: string): string {
  return text.replace(/[|%_]/g, '|$&')
}
