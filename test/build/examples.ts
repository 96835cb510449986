/** A program in the text of a comment or a page. */
export interface Example {
  readonly code: string
  /** What it prints, as `console.log(…) // so` says. */
  readonly prints: readonly string[]
}

/** The examples in a source's comments. */
export function examplesInComments(text: string): Example[] {
  const comments = [...text.matchAll(/^\/\*\*$(.*?)^ \*\/$/gms)]
  return comments.flatMap(([, comment = '']) => examplesInPage(comment.replaceAll(/^ \* ?/gm, '')))
}

/** The examples in a page of Markdown. */
export function examplesInPage(text: string): Example[] {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => ({
    code,
    prints: [...code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, printed = '']) => printed),
  }))
}
