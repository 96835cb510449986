import { type Naming, translate } from '../../plan/naming.ts'

/** The naming under which fewer names need an `@map`; the pairs are a name of the schema and the upstream's. */
export function fittingNaming(pairs: Iterable<readonly [name: string, upstream: string]>): Naming {
  let balance = 0
  for (const [name, upstream] of pairs)
    balance += Number(translate(name, 'SNAKE_CASE') === upstream) - Number(name === upstream)
  return balance > 0 ? 'SNAKE_CASE' : 'SAME'
}
