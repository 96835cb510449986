/** Each text as a comment on a line of its own. */
export function printComments(texts: readonly string[]): string {
  return texts.map(text => `# ${text.toWellFormed().replace(/[\s\p{Cc}]+/gu, ' ')}\n`).join('')
}
