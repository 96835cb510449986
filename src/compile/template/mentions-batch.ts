/**
 * Whether an expression in the texts of a directive names `$batch`. Where no key came of it, what is wrong with it has been
 * told, and it is not missing.
 */
export function mentionsBatch(value: unknown): boolean {
  if (typeof value === 'string') return MENTION.test(value.replace(QUOTED, "''"))
  return typeof value === 'object' && value !== null && Object.values(value).some(mentionsBatch)
}

const QUOTED = /'(?:[^'\\]|\\.)*'/gs
/** Behind a brace that is no literal one. */
const MENTION = /(?<!\{)(?:\{\{)*\{(?!\{)[^{}]*\$batch\b/
