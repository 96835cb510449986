/** One text for the values of a batch's key, each as text. */
export function keyTextOf(texts: readonly string[]): string {
  const [only] = texts
  return texts.length === 1 && only !== undefined ? only : JSON.stringify(texts)
}
