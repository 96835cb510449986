import { parseDocument as parseYaml } from 'yaml'

/** What one anchor's aliases may come to: many operations share their parameters and answers. */
const MAX_ALIASES = 10_000

/** Reads JSON or YAML 1.2 text. Throws Error with one line that says where it can't be read. */
export function parseDocument(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // YAML's own flow style looks like JSON, and its errors say the line.
  }
  const document = parseYaml(text, { merge: true, logLevel: 'silent', prettyErrors: true })
  const [error] = document.errors
  if (error) throw new Error(`${name} is neither JSON nor YAML: ${firstLine(error.message)}`, { cause: error })
  try {
    // A few aliases can stand for more than memory holds; the package counts what they come to.
    return document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (cause) {
    throw new Error(`${name} can't be read: ${firstLine(cause instanceof Error ? cause.message : String(cause))}`, {
      cause,
    })
  }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/:$/, '')
}
