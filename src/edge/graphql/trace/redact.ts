import { LRUCache } from 'lru-cache'
import { shortened } from '../../../observe/shortened.ts'

/** Shorter values are words of every text. */
const SHORTEST_SECRET = 4

/** Most characters of a call's text. */
const MOST_CHARACTERS = 2_000
/** What is looked through for them: where secrets are left out there is room for more. */
const MOST_READ = 5 * MOST_CHARACTERS

/** Texts that are kept with what is shown of them: calls say the same again and again. */
const KEPT_TEXTS = 1_000
const KEPT_CHARACTERS = 1_000_000

/** `author` is none. */
const SECRET_NAME = /key|token|secret|passw|pwd|auth(?!or(?!i))|signature|credential|session/i
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

/**
 * A call's text as it may be shown: nothing that is a secret by its name (a literal parameter `api_key` of a URL; all literal texts of
 * SQL that names a `password`) or by its value (`secrets`, also as URLs and SQL write them), and no more characters than anybody reads.
 */
export function createRedaction(secrets: Iterable<string>): (text: string) => string {
  const values = [...new Set([...secrets].filter(value => value.length >= SHORTEST_SECRET).flatMap(formsOf))]
    // One may be a part of another.
    .sort((a, b) => b.length - a.length)
  const redact = (text: string) => {
    const read = text.slice(0, MOST_READ)
    const byValue = values.reduce((rest, value) => rest.replaceAll(value, '…'), read)
    return shortened(withoutNamed(byValue), MOST_CHARACTERS)
  }
  const known = new LRUCache<string, string>({ max: KEPT_TEXTS, maxSize: KEPT_CHARACTERS })
  return text => {
    const kept = known.get(text)
    if (kept !== undefined) return kept
    const shown = redact(text)
    known.set(text, shown, { size: text.length + shown.length + 1 })
    return shown
  }
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
function formsOf(value: string): string[] {
  const text = value.toWellFormed()
  const encoded = [encodeURIComponent(text), encodeURI(text), new URLSearchParams([['', text]]).toString().slice(1)]
  const inLowerCase = encoded.map(each => each.replace(/%[\dA-F]{2}/g, byte => byte.toLowerCase()))
  const inBase64 = (['base64', 'base64url'] as const).map(form => Buffer.from(text).toString(form).replace(/=+$/, ''))
  return [value, ...encoded, ...inLowerCase, text.replaceAll("'", "''"), ...inBase64]
}
