import type { ExposedHeaders } from '../exposed-headers.ts'
import type { AnswerHeaders } from './receive.ts'

/** What browsers keep, and send again. */
const COOKIES = 'set-cookie'

/** Whether some of them are shown to clients of queries too. */
export function exposesToQueries(names: readonly string[]): boolean {
  return names.some(name => name !== COOKIES)
}

/** Shows clients the headers of these names; cookies are for who changes something. */
export function expose(
  names: readonly string[],
  headers: AnswerHeaders,
  isMutation: boolean,
  exposed: () => ExposedHeaders,
): void {
  for (const name of names) {
    if (name === COOKIES && !isMutation) continue
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined
    for (const each of [value ?? []].flat()) if (each !== '') exposed().add(name, each)
  }
}
