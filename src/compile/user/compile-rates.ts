import { parseDuration } from '../../plan/duration.ts'
import { isRate, type Rate, type Rates } from '../../plan/user/rate.ts'
import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import { type ProblemList, reporter } from '../problem-list.ts'
import { fieldsOfAllTypes } from '../type/fields-of-all-types.ts'

/** Compiles `@rateLimit`; one on a field of an interface holds for that field of all its types. Reports what is wrong. */
export function compileRates({ directives, schema }: SchemaDefinition, problems: ProblemList): Rates {
  const rates = new Map<string, Rate>()
  for (const [coordinate, uses] of directives)
    for (const use of uses) {
      const rate = use.name === 'rateLimit' ? compileRate(use, problems) : undefined
      if (!rate) continue
      for (const each of fieldsOfAllTypes(coordinate, schema)) rates.set(each, rate)
    }
  return rates
}

function compileRate(use: DirectiveUse, problems: ProblemList): Rate | undefined {
  const { limit, window } = use.args
  const report = reporter(problems, use)
  // Others have been reported.
  if (typeof window !== 'string') return undefined
  const seconds = (parseDuration(window) ?? 0) / 1_000
  const rate = { limit: Number(limit), window: seconds }
  if (!Number.isSafeInteger(seconds) || seconds < 1)
    report('window', `"${window}" is no time of whole seconds up to a day.`, 'Write window: "1m".')
  else if (isRate(rate)) return rate
  else report('limit', 'a limit is 1 or more.', 'Write limit: 10.')
  return undefined
}
