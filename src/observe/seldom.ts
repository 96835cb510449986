/** Milliseconds after a line about faults until the next: while something is away there would be one every few seconds. */
const REST = 60_000

/** Tells at most one fault a minute. */
export function seldom<Told>(tell: (told: Told) => void): (told: Told) => void {
  let last = Number.NEGATIVE_INFINITY
  return told => {
    const now = performance.now()
    if (now - last < REST) return
    last = now
    tell(told)
  }
}
