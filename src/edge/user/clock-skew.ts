/** Milliseconds that clocks may differ. */
export const CLOCK_SKEW = 60_000
