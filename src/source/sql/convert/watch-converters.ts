import type { ColumnKind } from '../../catalog.ts'
import type { Converters } from './convert.ts'

interface WatchedConverters {
  readonly converters: Converters
  /** How many values were no value of their column so far. */
  readonly unknown: () => number
}

/** Counts the values that a column can't hold: it may be of another type by now. */
export function watchConverters(converters: Converters): WatchedConverters {
  let unknown = 0
  const watched = Object.entries(converters).map(([kind, convert]) => {
    if (kind === 'forms' || kind === 'storedList') return [kind, convert]
    const watch: Converters[ColumnKind] = (value, column) => {
      const converted = (convert as Converters[ColumnKind])(value, column)
      if (converted === undefined && value !== null && value !== undefined) unknown++
      return converted
    }
    return [kind, watch]
  })
  return { converters: Object.fromEntries(watched), unknown: () => unknown }
}
