import { existsSync } from 'node:fs'
import { isSecretName, SHORTEST_SECRET, secretForms } from '../observe/redact.ts'
import { isObject } from '../plan/is-object.ts'

/** Values of the environment that say how much or whether: not what the secret is, unless the name says so. */
const SETTING = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d)?|true|false)$/
/** What a member with a secret's name may hold that is none: a word of a closed list, a point in time. */
const WORD = /^[A-Z][A-Z_]{0,19}$/
const TIME = /^\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
/** A header's value may be a scheme with credentials. */
const CREDENTIALS = /^\S+ (\S+)$/

/**
 * What stands in a kept case for each secret of what was recorded: the values of the environment that the schema reads, wherever they
 * stand, and the texts that are secrets by their names, wherever they are a whole value. The same for the same secret, so that
 * what was joined by it still is.
 */
export class Placeholders {
  /** The environment of the case. */
  readonly environment: Readonly<Record<string, string>>
  readonly #named = new Map<string, string>()
  readonly #secretNames: ReadonlySet<string>
  readonly #counts = new Map<string, number>()
  /** Longer ones first: one may be a part of another. */
  readonly #texts: readonly (readonly [find: RegExp, placeholder: string])[]

  /** `read` is what the schema reads of the environment, by names; `secrets` are names of what is secret beside those that say so. */
  constructor(read: ReadonlyMap<string, string>, secrets: readonly string[] = []) {
    this.#secretNames = new Set(secrets)
    const kept: Record<string, string> = {}
    const texts = new Map<string, string>()
    for (const [name, value] of [...read].sort(([a], [b]) => (a < b ? -1 : 1))) {
      kept[name] = isHarmless(name, value) ? value : placeholderOf(name, value)
      if (kept[name] === value) continue
      texts.set(value, kept[name])
      for (const [part, placeholder] of partsOf(name, value)) if (!texts.has(part)) texts.set(part, placeholder)
    }
    this.environment = kept
    this.#texts = [...texts]
      .filter(([value]) => value.length >= SHORTEST_SECRET)
      .flatMap(([value, placeholder]) => {
        const placed = secretForms(placeholder)
        return secretForms(value).map((form, at) => [form, placed[at] ?? placeholder] as const)
      })
      .sort(([a], [b]) => b.length - a.length)
      .map(([form, placeholder]) => [searchOf(form), placeholder])
  }

  /** Takes a value for a secret where its name says that it is one. */
  learn(name: string, value: unknown): void {
    if (typeof value !== 'string' || value.length < SHORTEST_SECRET || !this.#isSecret(name)) return
    const [, credentials = value] = CREDENTIALS.exec(value) ?? []
    for (const text of [value, credentials]) if (!this.#named.has(text)) this.#place(name, text)
  }

  #place(name: string, value: string): void {
    // What the environment says has its placeholder already.
    const isWord = !this.#secretNames.has(name) && (WORD.test(value) || TIME.test(value))
    if (isWord || this.text(value) !== value) return
    const number = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, number)
    if (UUID.test(value))
      this.#named.set(value, `00000000-0000-4000-8000-${String(this.#named.size).padStart(12, '0')}`)
    else this.#named.set(value, URL.canParse(value) ? `https://${name}-${number}.example` : `${name}-${number}`)
  }

  /** Learns of a value and of all that is in it; a list's items have its name. */
  learnAll(value: unknown, name = ''): void {
    if (Array.isArray(value)) for (const item of value) this.learnAll(item, name)
    else if (isObject(value)) for (const [member, inner] of Object.entries(value)) this.learnAll(inner, member)
    else this.learn(name, value)
  }

  /** A text without the values of the environment. */
  text(text: string): string {
    return this.#texts.reduce((rest, [find, placeholder]) => rest.replaceAll(find, () => placeholder), text)
  }

  /** A whole value. */
  value(text: string): string {
    return this.#named.get(text) ?? this.text(text)
  }

  /** The same JSON with its texts replaced, names of members too where they hold what the environment says. */
  json(value: unknown): unknown {
    if (typeof value === 'string') return this.value(value)
    if (Array.isArray(value)) return value.map(item => this.json(item))
    if (!isPlain(value)) return value
    const entries = Object.entries(value).map(([name, inner]) => [this.text(name), this.json(inner)] as const)
    return Object.fromEntries(entries)
  }

  /** The JSON of a request's body; what a member with a secret's name holds that nobody knows is `…`. */
  body(value: unknown, name = ''): unknown {
    if (Array.isArray(value)) return value.map(item => this.body(item, name))
    if (isPlain(value))
      return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, this.body(inner, member)]))
    return typeof value === 'string' && this.#isOpen(name, value, this.value(value)) ? '…' : this.json(value)
  }

  /** Path and query; a parameter with a secret's name that nobody knows the value of is `…`, which any value fits. */
  url(path: string): string {
    const [place = '', ...query] = path.split('?')
    const segments = place.split('/').map(segment => this.#encoded(segment))
    if (query.length === 0) return segments.join('/')
    return `${segments.join('/')}?${this.form(query.join('?'))}`
  }

  /** `a=1&b=2`, in a query or a body. */
  form(text: string): string {
    return text
      .split('&')
      .map(pair => {
        const [name = '', ...rest] = pair.split('=')
        if (rest.length === 0) return this.#encoded(pair)
        const value = rest.join('=')
        const shown = this.#encoded(value)
        return `${name}=${this.#isOpen(name, value, shown) ? '…' : shown}`
      })
      .join('&')
  }

  #isSecret(name: string): boolean {
    return this.#secretNames.has(name) || isSecretName(name)
  }

  #isOpen(name: string, value: string, shown: string): boolean {
    const isHidden = this.#isSecret(name) && value.length >= SHORTEST_SECRET && shown === value
    return isHidden && !SETTING.test(value) && !WORD.test(value) && !TIME.test(value)
  }

  #encoded(text: string): string {
    const plain = decoded(text)
    const shown = this.#named.get(plain)
    return shown === undefined ? this.text(text) : encodeURIComponent(shown)
  }
}

/** An object of JSON; `JSON.rawJSON` makes others, for numbers. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !Object.isFrozen(value)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** `prod` is no part of `products`. */
function searchOf(form: string): RegExp {
  const escaped = RegExp.escape(form)
  return new RegExp(/^[a-z]+$/i.test(form) ? `(?<![a-zA-Z])${escaped}(?![a-zA-Z])` : escaped, 'g')
}

function isHarmless(name: string, value: string): boolean {
  if (value.length < SHORTEST_SECRET) return true
  // A file that the schema names, such as a certificate.
  return !isSecretName(name) && (SETTING.test(value) || (!value.includes(':') && existsSync(value)))
}

/** A value of the same kind. */
function placeholderOf(name: string, value: string): string {
  if (!/^[a-z][a-z\d+.-]*:/i.test(value) || !URL.canParse(value)) return name
  const { protocol, host, pathname, searchParams } = new URL(value)
  if (host === '') return `${protocol}${name}.db`
  const query = [...searchParams].map(([key, each]) => `${key}=${isSecretName(key) ? name : each}`).join('&')
  return `${protocol}//${hostOf(name)}${pathname === '/' ? '' : pathname}${query && `?${query}`}`
}

/** Of a URL its origin, its password, and what its query says of secrets. */
function partsOf(name: string, value: string): [part: string, placeholder: string][] {
  if (!URL.canParse(value)) return []
  const { protocol, host, password, searchParams } = new URL(value)
  const secrets = [...searchParams].filter(([key]) => isSecretName(key)).map(([, each]) => each)
  const origin: [string, string][] = host === '' ? [] : [[`${protocol}//${host}`, `${protocol}//${hostOf(name)}`]]
  return [
    ...origin,
    ...[decoded(password), ...secrets].filter(each => each !== '').map((each): [string, string] => [each, name]),
  ]
}

/** No such host is ever found (RFC 2606). */
function hostOf(name: string): string {
  return `${name.toLowerCase().replaceAll(/[^a-z\d]+/g, '-')}.example`
}
