import type { Collation } from '../../collation.ts'

const PRINTABLE_ASCII = /^[ -~]*$/
const UPPER_CASE = /[A-Z]+/g

/** The one text of all that the collation takes as equal to this one; `undefined` where only the database knows. */
export function foldText(text: string, collation: Collation): string | undefined {
  const { ignoresCase, ignoresPadding, rulesCover } = collation
  if (rulesCover === 'none' || (rulesCover === 'ascii' && !PRINTABLE_ASCII.test(text))) return undefined
  const unpadded = ignoresPadding ? withoutPadding(text) : text
  return ignoresCase ? unpadded.replace(UPPER_CASE, letters => letters.toLowerCase()) : unpadded
}

export function withoutPadding(text: string): string {
  let end = text.length
  while (text[end - 1] === ' ') end--
  return text.slice(0, end)
}
