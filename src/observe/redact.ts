import { LRUCache } from 'lru-cache'
import { shortened } from './shortened.ts'

/** Shorter values are words of every text. */
export const SHORTEST_SECRET = 4

/** Most characters of a call's text. */
const MOST_CHARACTERS = 2_000
/** What is looked through for them: where secrets are left out there is room for more. */
export const MOST_READ = 5 * MOST_CHARACTERS

/** Texts that are kept with what is shown of them: calls say the same again and again. */
const KEPT_TEXTS = 1_000
const KEPT_CHARACTERS = 1_000_000

/** `author` is none. */
const SECRET_NAME =
  /key|token|secret|passw|pwd|auth(?!or(?!i))|signature|(?<![a-z])sig(?![a-z])|credential|session|cookie|jwt/i

/** Whether what has this name is taken for a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

const PARAMETER = /([?&])([^=&?]*)=([^&]*)/g
/** What has no text of the schema's in it: expressions alone. */
const EXPRESSIONS = /^(?:\{\$[^{}'"]*\})+$/
const EXPRESSION = /\{\$[^{}]*\}/g
/** What is no SQL, also none that begins with a comment. */
const URL_TEXT = /^[A-Z]+ (?:\/(?!\*)|\{)/
/** Literal texts of SQL and of expressions; PostgreSQL's in dollars too, and one that is cut off. */
const LITERAL = /'(?:[^']|'')*(?:'|$)|\$(\w*)\$[\s\S]*?\$\1\$/g
/** Databases do not agree where a literal with a backslash before a quote ends: all from the first quote on. */
const UNCLEAR_LITERALS = /'[\s\S]*\\'[\s\S]*/
/** MySQL has literals in these quotes too; elsewhere a name stands there, which is no loss. */
const COMPARED_TEXT = /([\w.-]+)([`\]]?\s*(?:=|<>|!=|LIKE|IN\s*\()\s*)"(?:[^"]|"")*"(?:\s*,\s*"(?:[^"]|"")*")*/gi

/** In JSON that is a text of other JSON: up to the quote with as many backslashes before it. */
const ESCAPED_VALUE = String.raw`(\\{1,8})"(?:(?!(?<!\\)\5")[\s\S]){4,2000}(?:(?<!\\)\5"|$)`
/** `"api_key": "…"`, `token=…`; what is short says yes or no. A name is looked through from its beginning only: once, however long it is. */
const NAMED_VALUE = new RegExp(
  String.raw`(\\{0,8}["']?)(?<![\w.-])(?=[\w.-]*(?:${SECRET_NAME.source}))([\w.-]+)\1(\s*[:=]\s*)` +
    String.raw`(${ESCAPED_VALUE}|"(?:[^"\\]|\\.){4,2000}"|'[^']{4,2000}'|[^\s"',;&(){}[\]]{4,2000})`,
  'gi',
)
const SCHEME = /^(?:basic|bearer|digest)$/i
const CREDENTIALS = /\b(basic|bearer|digest)(\s+)[^\s"',;]{4,}/gi

/** What texts may show to people: nothing that is a secret by its name or by its value, and no more characters than anybody reads. */
export interface Redaction {
  /** Of a call: method and URL, or SQL. Secrets by name are a literal parameter `api_key`, and all literal texts of SQL that names a `password`. */
  call(text: string): string
  /** Of an error, in the words of whoever raised it: of APIs and databases too. Secrets by name are `token=…` and `"token": "…"`. */
  message(text: string): string
}

/** `secrets` are left out as they are, and as URLs, forms, SQL and base64 write them. */
export function createRedaction(secrets: Iterable<string>): Redaction {
  const values = [...new Set([...secrets].filter(value => value.length >= SHORTEST_SECRET).flatMap(secretForms))]
    // One may be a part of another.
    .sort((a, b) => b.length - a.length)
  const withoutValues = (text: string) =>
    values.reduce(
      (rest, value) => (value.length > rest.length ? rest : rest.replaceAll(value, '…')),
      text.slice(0, MOST_READ),
    )
  const redact = (text: string) => shortened(withoutNamed(withoutValues(text)), MOST_CHARACTERS)
  const known = new LRUCache<string, string>({ max: KEPT_TEXTS, maxSize: KEPT_CHARACTERS })
  return {
    call(text) {
      const kept = known.get(text)
      if (kept !== undefined) return kept
      const shown = redact(text)
      known.set(text, shown, { size: text.length + shown.length + 1 })
      return shown
    },
    message: text => shortened(withoutNamedValues(withoutValues(text)), MOST_CHARACTERS),
  }
}

function withoutNamedValues(text: string): string {
  return text
    .replace(CREDENTIALS, '$1$2…')
    .replace(NAMED_VALUE, (whole, quote: string, name: string, sign: string, value: string) =>
      SCHEME.test(value) ? whole : `${quote}${name}${quote}${sign}…`,
    )
}

function withoutNamed(text: string): string {
  if (URL_TEXT.test(text))
    return text
      .replace(PARAMETER, (whole, before: string, name: string, value: string) =>
        SECRET_NAME.test(name) && !EXPRESSIONS.test(value) ? `${before}${name}=…` : whole,
      )
      .replace(EXPRESSION, expression => (SECRET_NAME.test(expression) ? withoutLiterals(expression) : expression))
  if (!SECRET_NAME.test(text)) return text
  return withoutLiterals(text).replace(COMPARED_TEXT, (whole, name: string, operator: string) =>
    SECRET_NAME.test(name) ? `${name}${operator}"…"` : whole,
  )
}

function withoutLiterals(text: string): string {
  return text.replace(UNCLEAR_LITERALS, "'…'").replace(LITERAL, "'…'")
}

/** A value as it is, and as URLs, forms, SQL and base64 write it. */
export function secretForms(value: string): string[] {
  const text = value.toWellFormed()
  const encoded = [encodeURIComponent(text), encodeURI(text), new URLSearchParams([['', text]]).toString().slice(1)]
  const inLowerCase = encoded.map(each => each.replace(/%[\dA-F]{2}/g, byte => byte.toLowerCase()))
  const inBase64 = (['base64', 'base64url'] as const).map(form => Buffer.from(text).toString(form).replace(/=+$/, ''))
  return [value, ...encoded, ...inLowerCase, text.replaceAll("'", "''"), ...inBase64]
}
