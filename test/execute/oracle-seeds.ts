/** The seeds to try: those of `ORACLE_SEED` (one) or `ORACLE_CASES` (how many, from 0), else so many. */
export function oracleSeeds(usual: number): { readonly first: number; readonly count: number } {
  const { ORACLE_SEED, ORACLE_CASES } = process.env
  if (ORACLE_SEED) return { first: Number(ORACLE_SEED), count: 1 }
  return { first: 0, count: ORACLE_CASES ? Number(ORACLE_CASES) : usual }
}

/** Time for this many cases, in milliseconds. */
export function oracleTimeout(count: number): number {
  return 60_000 + count * 20
}
