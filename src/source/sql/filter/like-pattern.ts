/** A pattern of `like`, in which `%` and `_` are wildcards and `\` takes the next character as it is. */
export function likePattern(text: string): string {
  return text.replace(/\\([\s\S])|[|\\]/g, (whole, escaped?: string) => escapeWildcards(escaped ?? whole))
}

/** The text itself, inside a pattern: `|` takes the next character as it is. */
export function escapeWildcards(text: string): string {
  return text.replace(/[|%_]/g, '|$&')
}
