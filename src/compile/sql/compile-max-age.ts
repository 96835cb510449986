import { parseDuration } from '../../plan/duration.ts'
import type { BindingContext } from '../binding-context.ts'

/** Compiles `maxAge: "30s"` to milliseconds. */
export function compileMaxAge({ use, report }: BindingContext, writes: boolean): number | undefined {
  const { maxAge } = use.args
  if (maxAge === undefined || maxAge === null) return undefined
  if (writes) report('maxAge', 'maxAge is for what reads: no cache keeps the answer of a mutation.', 'Remove it.')
  const milliseconds = parseDuration(String(maxAge))
  if (milliseconds === undefined)
    report('maxAge', `"${maxAge}" is no time between 1ms and 24h.`, 'Write "30s", "5m" or "1h".')
  return milliseconds
}
