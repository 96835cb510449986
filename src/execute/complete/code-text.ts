/** A part of a text in generated code: the text itself, or an expression for it. */
export type TextPart = string | { readonly code: string }

/** The expression for the parts behind each other; texts next to each other become one, which is a step less at run time. */
export function concatenation(parts: readonly TextPart[]): string {
  const terms: string[] = []
  let text = ''
  const endText = () => {
    if (text !== '') terms.push(JSON.stringify(text))
    text = ''
  }
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    endText()
    terms.push(part.code)
  }
  endText()
  return terms.join(' + ')
}

/** JSON for a value that may be null; `read` is an expression that leaves it in the variable. */
export function orNull(variable: string, read: string, text: readonly TextPart[]): readonly TextPart[] {
  return [{ code: `((${read}) === null || ${variable} === undefined ? 'null' : ${concatenation(text)})` }]
}
