/** `0.4 ms`, `18 ms`, `1.24 s`; `<0.1 ms` where it is less. */
export function printTime(milliseconds: number): string {
  if (milliseconds >= 1_000) return `${(milliseconds / 1_000).toFixed(2)} s`
  if (milliseconds > 0 && milliseconds < 0.05) return '<0.1 ms'
  return `${milliseconds < 10 ? Number(milliseconds.toFixed(1)) : Math.round(milliseconds)} ms`
}

/** `1 call`, `2 calls` */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

/** `2 × no row, 1 × null key` */
export function printCounts(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([why, count]) => `${count} × ${why.replaceAll('_', ' ')}`).join(', ')
}
