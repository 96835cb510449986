/** A directive argument's text; empty where it is of another type, which has been reported as such. */
export function argumentText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
