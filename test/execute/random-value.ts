import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql'
import { SourceError } from '../../src/source/source-error.ts'
import type { Random } from './random.ts'

const TEXTS = [
  '',
  'a',
  'b c',
  'say "hi"\\',
  '\n\t\u0000\u001f',
  '\u2028\u2029',
  '\ud800',
  'x\udc00y',
  '😀',
  '</script>',
  '1',
  'true',
  '-0',
]
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  1.5,
  0.1,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  1e21,
  1e-7,
  5e-324,
  Number.MAX_VALUE,
  Number.NaN,
  Infinity,
  -Infinity,
]
const BIGINTS = [0n, 7n, -(2n ** 31n), 2n ** 64n]

const ERRORS = ['connect', 'timeout', 'wrong_shape'].map(
  reason => new SourceError(`It failed: ${reason}.`, { reason: 'http_5xx', source: 'api' }),
)

/** The error of a part of an answer. */
export function randomError(random: Random): SourceError {
  return random.pick(ERRORS)
}

/** A value of the type, some of them at its edges. */
export function randomLeaf(random: Random, type: GraphQLLeafType): unknown {
  if (isEnumType(type)) return random.pick(type.getValues()).value
  if (type === GraphQLInt) return random.pick([0, 1, -7, 42, 2 ** 31 - 1, -(2 ** 31), -0])
  if (type === GraphQLFloat) return random.pick(NUMBERS.filter(Number.isFinite))
  if (type === GraphQLBoolean) return random.chance(0.5)
  if (type === GraphQLString) return random.pick(TEXTS)
  if (type === GraphQLID) return random.pick([...TEXTS, 0, 12, 2 ** 53, 10n])
  return random.chance(0.7) ? random.pick(TEXTS) : randomScalar(random)
}

/** A scalar that may be of no use where it is found. */
export function randomScalar(random: Random, type?: GraphQLLeafType): unknown {
  if ((type === GraphQLInt || type === GraphQLFloat) && random.chance(0.5)) return random.pick(NUMBERS)
  return random.pick<unknown>([random.pick(TEXTS), random.pick(NUMBERS), random.pick(BIGINTS), true, false])
}
