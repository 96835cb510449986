/** Functions that the gateway brings into its connections to a SQLite file. */
export const FOLD = 'sluice_fold'
export const EXACT_SUM = 'sluice_sum'
export const STDDEV = 'sluice_stddev'
export const VARIANCE = 'sluice_variance'
/** The day that a point in time is on, in a time zone. */
export const LOCAL_DAY = 'sluice_local_day'
