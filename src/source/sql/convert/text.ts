/** A lone surrogate can't be encoded: the driver would replace it and match another row. */
export function convertText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? value : undefined
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : undefined
}
