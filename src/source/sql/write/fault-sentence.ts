import type { BlamedArguments } from './blamed-arguments.ts'

const WORDS = {
  unique: ['is taken: there is a row with this value already', 'There is a row with one of these values already'],
  foreignKey: ['refers to nothing that exists', 'One of the values refers to nothing that exists'],
  referenced: ['can not be removed: other rows still refer to it', 'Other rows still refer to the row'],
  referencedKey: ['can not be changed: other rows still refer to it', 'Other rows still refer to the row'],
  notNull: ['needs a value', 'A value is missing'],
  check: ['has a value that is not allowed', 'One of the values is not allowed'],
  tooLong: ['has a value that is too long', 'One of the values is too long'],
  outOfRange: ['has a value that is out of range', 'One of the values is out of range'],
  invalid: ["has a value that can't be stored", "One of the values can't be stored"],
  changedOutOfRange: ['leads to a value that is out of range', 'One of the values would be out of range'],
  changedTooLong: ['leads to a value that is too long', 'One of the values would be too long'],
} as const satisfies Readonly<Record<string, readonly [named: string, unnamed: string]>>

/** What a client is told of a write that failed: which of its arguments is at fault, and how. */
export function faultSentence(kind: keyof typeof WORDS, { together, names }: BlamedArguments): string {
  const [named, unnamed] = WORDS[kind]
  const [first, ...more] = names.map(name => `"${name}"`)
  if (first === undefined) return `${unnamed}.`
  if (more.length === 0) return `${first} ${named}.`
  const last = more.pop()
  const list = `${[first, ...more].join(', ')} ${together ? 'with' : 'or'} ${last}`
  return `${list} ${named}.`
}
