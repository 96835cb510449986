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
const KEYS = new Set(['key', 'appid', 'app_id'])

/** At the end of such a name: `X-Amz-Signature`. */
const LAST_OF_KEYS = new Set(['auth', 'authorization', 'credential', 'jwt', 'sig', 'signature'])

/** What has a `key` that is one, behind it: `subscription-key`, but not `sort_key`. */
const KEY_OF = new Set(['access', 'app', 'auth', 'client', 'consumer', 'license', 'subscription'])

/** Whether a parameter of a URL looks like a key. */
export function isKeyParameter(name: string): boolean {
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  const isKey = last === 'key' && KEY_OF.has(words.at(-2) ?? '')
  return KEYS.has(name.toLowerCase()) || LAST_OF_KEYS.has(last) || isKey || isSecretName(name)
}
