const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
/** A day, in milliseconds: far below what timers can count. */
export const LONGEST_DURATION = 86_400_000

/**
 * Whole milliseconds of a duration such as `250ms`, `2s`, `1.5s`, `1m` or `1h`; undefined for any other text, and for
 * what is shorter than a millisecond or longer than a day.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim())
  if (!match) return undefined
  const milliseconds = Math.round(Number(match[1]) * UNITS[match[2] as keyof typeof UNITS])
  return milliseconds >= 1 && milliseconds <= LONGEST_DURATION ? milliseconds : undefined
}
