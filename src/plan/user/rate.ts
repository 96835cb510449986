/** How often something may be asked. */
export interface Rate {
  /** Times in a window. */
  readonly limit: number
  /** Seconds, whole ones. */
  readonly window: number
}

/** How often fields may be asked by one client, by their coordinates. */
export type Rates = ReadonlyMap<string, Rate>

/** A day, in seconds. */
const LONGEST_WINDOW = 86_400

/** Whether it can be counted. */
export function isRate({ limit, window }: Rate): boolean {
  const isWithin = (value: number, most: number) => Number.isSafeInteger(value) && value >= 1 && value <= most
  return isWithin(limit, 1_000_000_000) && isWithin(window, LONGEST_WINDOW)
}
