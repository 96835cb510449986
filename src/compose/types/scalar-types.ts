/** A scalar in TypeScript: as an upstream answers it, as an argument of a client's is given, and as a resolver may answer it. */
interface ScalarTypes {
  readonly read: string
  readonly given: string
  readonly answered: string
}

const TEXT: ScalarTypes = { read: 'string', given: 'string', answered: 'string' }
const NUMBER: ScalarTypes = { read: 'number', given: 'number', answered: 'number' }
const NUMERAL = 'string | number | bigint'
const TIME: ScalarTypes = { ...TEXT, answered: 'string | Date' }

/** Those that mean the same in every schema. */
export const SCALAR_TYPES: ReadonlyMap<string, ScalarTypes> = new Map([
  ['ID', { read: NUMERAL, given: 'string', answered: NUMERAL }],
  ['String', TEXT],
  ['Int', NUMBER],
  ['Float', NUMBER],
  ['Boolean', { read: 'boolean', given: 'boolean', answered: 'boolean' }],
  ['BigInt', { read: NUMERAL, given: 'number | bigint', answered: NUMERAL }],
  ['Decimal', { read: NUMERAL, given: 'string', answered: NUMERAL }],
  ['DateTime', TIME],
  ['Date', TIME],
  ['Time', TEXT],
  ['UUID', TEXT],
  ['Base64', TEXT],
])
