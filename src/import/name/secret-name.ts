import { wordsOf } from './words.ts'

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

/** Whether what has this name is for nobody's eyes. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  return (
    words.some(word => ANYWHERE.has(word)) || LAST.has(last) || PAIRS.has(words.slice(-2).join(' ')) || PAIRS.has(last)
  )
}

/** What keys to an API are called in its URLs, beside what is secret everywhere. */
const KEYS = new Set(['key', 'auth', 'authorization', 'sig', 'signature', 'appid', 'app_id', 'subscription-key'])

/** Whether a parameter of a URL looks like a key. */
export function isKeyParameter(name: string): boolean {
  return KEYS.has(name.toLowerCase()) || isSecretName(name)
}
