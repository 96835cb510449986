import type { SQLOutputValue } from 'node:sqlite'

/** How many numbers there were, their mean, and the sum of the squares of what they differ from it by. */
export interface Deviation {
  count: number
  mean: number
  squares: number
}

export function noDeviation(): Deviation {
  return { count: 0, mean: 0, squares: 0 }
}

/** Adds a value (Welford 1962): what a plain sum of squares would lose of large numbers is kept. Null says nothing. */
export function addVariance(sums: Deviation, value: SQLOutputValue): Deviation {
  const number = value === null ? Number.NaN : Number(value)
  if (Number.isNaN(number)) return sums
  sums.count += 1
  const difference = number - sums.mean
  sums.mean += difference / sums.count
  sums.squares += difference * (number - sums.mean)
  return sums
}

/** The variance of a sample; null for less than two numbers. */
export function varianceOf({ count, squares }: Deviation): number | null {
  return count < 2 ? null : squares / (count - 1)
}

export function deviationOf(sums: Deviation): number | null {
  const variance = varianceOf(sums)
  return variance === null ? null : Math.sqrt(variance)
}
