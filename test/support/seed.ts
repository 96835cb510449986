import fc from 'fast-check'

/** The same cases in every run; another seed tries others. A failure prints its own. */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_122) })
