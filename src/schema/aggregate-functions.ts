import { operatorsOf } from './filter-operators.ts'

/** All that is said of a function over the values of a column, but for how a database computes it. */
interface AggregateTraits {
  /** What it is, in the public schema and in the docs. */
  readonly description: string
  /** The type of its result over values of a scalar or enum type, as SDL; undefined where it makes no sense. */
  resultOf(type: string): string | undefined
}

/** The sum of a number has the digits of all of them: it may be larger than an Int. */
const SUMS: ReadonlyMap<string, string> = new Map([
  ['Int', 'BigInt'],
  ['BigInt', 'BigInt'],
  ['Decimal', 'Decimal'],
  ['Float', 'Float'],
])

const AVERAGES: ReadonlyMap<string, string> = new Map([
  ['Int', 'Float'],
  ['BigInt', 'Decimal'],
  ['Decimal', 'Decimal'],
  ['Float', 'Float'],
])

const FUNCTIONS = {
  countDistinct: {
    description: 'How many different values there are, null not among them.',
    resultOf: type => (operatorsOf(type).includes('eq') ? 'Int!' : undefined),
  },
  sum: { description: 'The sum of all values; null without any.', resultOf: type => SUMS.get(type) },
  avg: { description: 'The mean of all values; null without any.', resultOf: type => AVERAGES.get(type) },
  min: { description: 'The smallest value; null without any.', resultOf: ofOrdered },
  max: { description: 'The largest value; null without any.', resultOf: ofOrdered },
  stddev: { description: 'The standard deviation of a sample; null for less than two values.', resultOf: deviation },
  variance: { description: 'The variance of a sample; null for less than two values.', resultOf: deviation },
} as const satisfies Readonly<Record<string, AggregateTraits>>

export type AggregateFunction = keyof typeof FUNCTIONS

/** The functions over the values of a column: the only place that lists them. */
export const AGGREGATE_FUNCTIONS: Readonly<Record<AggregateFunction, AggregateTraits>> = FUNCTIONS

export const AGGREGATE_NAMES = Object.keys(FUNCTIONS) as readonly AggregateFunction[]

export function isAggregateFunction(name: string): name is AggregateFunction {
  return Object.hasOwn(FUNCTIONS, name)
}

function ofOrdered(type: string): string | undefined {
  return operatorsOf(type).includes('lt') ? type : undefined
}

function deviation(type: string): string | undefined {
  return SUMS.has(type) ? 'Float' : undefined
}
