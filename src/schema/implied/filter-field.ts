import type { LeafField } from './base-type.ts'

/** The words of a filter, which no field's name may take. */
export const FILTER_WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not'])

/** Whether an implied filter has conditions on the field. */
export function isFilterField({ name, whole, inside }: LeafField): boolean {
  return (whole || inside) && !FILTER_WORDS.has(name)
}
