import { parseDocument as parseYaml } from 'yaml'
import { indentQuoted } from './indent-quoted.ts'

/** What one anchor's aliases may come to: many operations share their parameters and answers. */
const MAX_ALIASES = 10_000

/** Most quoted texts of a document that are set further in; the document is read once more for each. */
const MAX_REPAIRS = 50

/** Reads JSON or YAML 1.2 text. Throws Error with one line that says where it can't be read. */
export function parseDocument(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // YAML's own flow style looks like JSON, and its errors say the line.
  }
  const document = readYaml(text)
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

/** The document, with the quoted texts further in that are not far enough; as it is where that does not help. */
function readYaml(text: string): ReturnType<typeof parseYaml> {
  const options = { merge: true, logLevel: 'silent', prettyErrors: true } as const
  const original = parseYaml(text, options)
  let [current, repaired] = [original, text]
  for (let count = 0; count < MAX_REPAIRS; count++) {
    const [error] = current.errors
    if (!error) return current
    const next = indentQuoted(repaired, error)
    if (next === undefined) return original
    repaired = next
    current = parseYaml(next, options)
  }
  return original
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/:$/, '')
}
