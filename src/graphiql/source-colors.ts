/** As many as the style sheet has (`--source-0` and so on). */
const COLORS = 6

const known = new Map<string, number>()

/** A source has one colour for as long as the page is open. */
export function colorOf(source: string): string {
  const index = known.get(source) ?? known.size
  known.set(source, index)
  return `var(--source-${index % COLORS})`
}
