const UNITS = { ms: 1, s: 1_000, m: 60_000 } as const

/** Milliseconds of a duration such as `250ms`, `2s`, `1.5s` or `1m`; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim())
  if (!match) return undefined
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS]
}
