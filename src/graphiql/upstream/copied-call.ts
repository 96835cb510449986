import type { Call } from './trace.ts'

/** What no SQL begins with, also none with a comment. */
const HTTP = /^(GET|HEAD|POST|PUT|PATCH|DELETE) (?=\/(?!\*)|\{)/

/** What is copied of a call, and what the button says. */
interface Copied {
  readonly label: string
  readonly text: string
}

/**
 * A call for a terminal: its statement with its placeholders, or a curl of its URL with its expressions. The base URL is a
 * variable named like the source, as a trace does not say it.
 */
export function copiedCall({ source, text }: Pick<Call, 'source' | 'text'>): Copied {
  const [start, method] = HTTP.exec(text) ?? []
  if (start === undefined || method === undefined) return { label: 'Copy as SQL', text }
  const url = text.slice(start.length)
  const base = url.startsWith('/') ? `"$${source.toUpperCase().replaceAll(/\W/g, '_')}_URL"` : ''
  const flag = method === 'GET' ? '' : method === 'HEAD' ? '--head ' : `--request ${method} `
  return { label: 'Copy as curl', text: `curl --globoff ${flag}${base}${inQuotes(url)}` }
}

/** Nothing in it means anything to a shell. */
function inQuotes(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
