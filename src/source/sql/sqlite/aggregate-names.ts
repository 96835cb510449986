/** Functions that the gateway brings into its connections to a SQLite file. */
export const EXACT_SUM = 'sluice_sum'
export const STDDEV = 'sluice_stddev'
export const VARIANCE = 'sluice_variance'
