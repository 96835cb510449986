/** What any fraction is read as: only that it is one is of interest. */
const FRACTION = 0.5

/**
 * Reads JSON as a sample of types: what is written with a point or an exponent is a fraction, as the API means it (`30.00`), and an
 * integer beyond 2^53 is a `bigint`. Throws SyntaxError.
 */
export function parseSample(text: string): unknown {
  return JSON.parse(text, (_name: string, value: unknown, context?: { readonly source?: string }) => {
    if (typeof value !== 'number') return value
    const source = context?.source ?? String(value)
    if (/[.eE]/.test(source)) return FRACTION
    return Number.isSafeInteger(value) ? value : BigInt(source)
  })
}
