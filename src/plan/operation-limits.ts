/** What of an operation is limited before it runs. */
export const LIMIT_NAMES = [
  'tokens',
  'depth',
  'fields',
  'fragments',
  'aliases',
  'rootFields',
  'directives',
  'introspections',
  'cost',
] as const

export type LimitName = (typeof LIMIT_NAMES)[number]

/** One limit; an operation beyond one that is only measured runs, and is counted. */
export interface OperationLimit {
  /** `Infinity` for none. */
  readonly most: number
  readonly isMeasured: boolean
}

export type OperationLimits = Readonly<Record<LimitName, OperationLimit>>

/** Those that are said; the others are the defaults. */
export type SaidLimits = Readonly<Partial<Record<LimitName, OperationLimit>>>

type Defaults = Readonly<Record<LimitName, number>>

/** Beyond what people and tools write, and what the process holds. */
const IN_DEVELOPMENT: Defaults = {
  tokens: 15_000,
  depth: 200,
  fields: 10_000,
  fragments: 10_000,
  aliases: 10_000,
  rootFields: 10_000,
  directives: 1_000,
  introspections: 10,
  // What a good value is depends on the schema.
  cost: Number.POSITIVE_INFINITY,
}

/** What apps need, and little more. */
const IN_PRODUCTION: Defaults = {
  tokens: 5_000,
  depth: 30,
  fields: 2_000,
  fragments: 1_000,
  aliases: 100,
  rootFields: 50,
  directives: 100,
  introspections: 2,
  cost: Number.POSITIVE_INFINITY,
}

/** The limits of a profile, with those that are said. */
export function operationLimits(profile: 'development' | 'production', said: SaidLimits): OperationLimits {
  const defaults = profile === 'production' ? IN_PRODUCTION : IN_DEVELOPMENT
  const limits = LIMIT_NAMES.map(name => [name, said[name] ?? { most: defaults[name], isMeasured: false }])
  return Object.fromEntries(limits) as OperationLimits
}
