/** A text that stands for itself in a template, with its braces. */
export function literalText(text: string): string {
  return text.toWellFormed().replaceAll('{', '{{').replaceAll('}', '}}')
}
