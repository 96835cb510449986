import fc from 'fast-check'
import { printJson } from '../../src/source/json.ts'
import type { Dialect } from '../support/dialects.ts'

/** In every hostile text, so that it can be looked for where no value may be. */
export const CANARY = 'zqx'

export const HOSTILE_PIECES = [
  ...["'", '"', '`', '\\', "\\'", "''", '\\\\', '\0', '\n', '\u001a', ';', '--', '-- ', '#', '/*', '*/', '/*!50000 '],
  ...['%', '_', '|', '|%', '\\%', '[', '$1', '?', ':a', '@@version', '{$args.v}', '{{', '}}', '${a}', '%27', '&#39;'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'NULL',
    'null',
    'true',
    '0',
    '1',
    '7 or 1=1',
    ') or (1=1',
    ' UNION SELECT ',
  ],
  ...["' OR '1'='1", "'; DROP TABLE items; --", ' ', 'é', 'ß', '\u2019', '\u02bc', '￥', '😀', '\ufeff', '\u202e'],
]

export const HOSTILE_TEXT = fc
  .array(fc.constantFrom(...HOSTILE_PIECES), { minLength: 1, maxLength: 4 })
  .map(pieces => pieces.join(CANARY) + CANARY)

const SCALAR = fc.oneof(
  { weight: 6, arbitrary: HOSTILE_TEXT },
  fc.constantFrom(...HOSTILE_PIECES),
  fc.integer({ min: -2, max: 9 }),
  fc.constantFrom(9007199254740993n, -9007199254740993n, 10n ** 30n, -(10n ** 30n), 1e300, 0.5, -0, 1e-7),
  fc.constantFrom('9007199254740993', '007', '7.0', ' 7', '7 ', '0x7', '1e0', '-0', 'Infinity', 'NaN'),
  fc.boolean(),
)

/** What a client may send as JSON: scalars, what looks like a column's value, lists, and objects that look like operators. */
export function hostileValue(stored: readonly (string | bigint)[]): fc.Arbitrary<unknown> {
  const scalar = fc.oneof({ weight: 3, arbitrary: SCALAR }, fc.constantFrom(...stored))
  const name = fc.constantFrom(
    'eq',
    'ne',
    'in',
    'or',
    'not',
    'name',
    '__proto__',
    'constructor',
    'toString',
    '$ne',
    '0',
  )
  const object = fc.array(fc.tuple(name, scalar), { maxLength: 3 }).map(entries => {
    const made: Record<string, unknown> = Object.create(null)
    for (const [key, value] of entries) made[key] = value
    return made
  })
  return fc.oneof(
    { weight: 6, arbitrary: scalar },
    {
      weight: 2,
      arbitrary: fc.array(fc.oneof({ weight: 5, arbitrary: scalar }, object, fc.constant(null)), { maxLength: 4 }),
    },
    object,
    fc.constant(null),
    fc.constant([[]]),
  )
}

/** Whether the database's text can hold the value: PostgreSQL's has no NUL (what becomes of one: postgres-types.test.ts). */
export function holdableBy(dialect: Dialect): (value: unknown) => boolean {
  return value => dialect !== 'postgres' || !printJson(value)?.includes('\\u0000')
}
