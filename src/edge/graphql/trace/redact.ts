/** Shorter values are words of every text. */
const SHORTEST_SECRET = 4

/** Most characters of a call's text. */
const MOST_CHARACTERS = 2_000
/** What is looked through for them: where secrets are left out there is room for more. */
const MOST_READ = 5 * MOST_CHARACTERS

const SECRET_NAME = /key|token|secret|passw|pwd|auth|signature|credential|session/i
const PARAMETER = /([?&])([^=&?]*)=([^&]*)/g
const COMPARED_TEXT = /([\w.-]+)(["`\]]?\s*(?:=|<>|!=|LIKE)\s*)'(?:[^']|'')*'/gi

/**
 * A call's text as it may be shown: nothing that is a secret by its name (a literal parameter `api_key` of a URL, a literal text that SQL
 * compares `password` with) or by its value (`secrets`), and no more characters than anybody reads.
 */
export function createRedaction(secrets: Iterable<string>): (text: string) => string {
  const values = [...new Set(secrets)]
    .filter(value => value.length >= SHORTEST_SECRET)
    // One may be a part of another.
    .sort((a, b) => b.length - a.length)
  return text => {
    const byName = text
      .slice(0, MOST_READ)
      .replace(PARAMETER, (whole, before: string, name: string, value: string) =>
        SECRET_NAME.test(name) && !value.startsWith('{$') ? `${before}${name}=…` : whole,
      )
      .replace(COMPARED_TEXT, (whole, name: string, operator: string) =>
        SECRET_NAME.test(name) ? `${name}${operator}'…'` : whole,
      )
    const shown = values.reduce((rest, value) => rest.replaceAll(value, '…'), byName)
    return shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS - 1).toWellFormed()}…` : shown
  }
}
