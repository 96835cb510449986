import type { ColumnStructure } from '../../source/structure.ts'
import { wordsOf } from '../name/words.ts'

/** Wherever they stand in a name: `password`, `password_hint`, `client_secret`. */
const ANYWHERE = new Set(['password', 'passwd', 'passcode', 'passphrase', 'pwd', 'secret', 'ssn', 'cvv', 'cvc'])

/** At its end: `reset_token`, `pin`, but not `token_type`. */
const LAST = new Set(['token', 'tokens', 'hash', 'digest', 'salt', 'pin', 'otp', 'credentials'])

/** At its end, together. */
const PAIRS = new Set([
  'api key',
  'apikey',
  'private key',
  'encryption key',
  'card number',
  'account number',
  'cc number',
])

/** Whether the name of a column of text or bytes says that it is for nobody's eyes. A number or a time of that name is about one. */
export function looksSecret({ name, kind }: ColumnStructure): boolean {
  if (kind !== 'text' && kind !== 'binary') return false
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  return (
    words.some(word => ANYWHERE.has(word)) || LAST.has(last) || PAIRS.has(words.slice(-2).join(' ')) || PAIRS.has(last)
  )
}
