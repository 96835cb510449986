import { OTHER } from './metrics/metric-family.ts'

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** A method that is known, or `_OTHER`: a client may send any word. */
export function knownMethod(method: string): string {
  return METHODS.has(method) ? method : OTHER
}

/** The method of a call by its text, which begins with it. */
export function methodOfCall(text: string): string {
  return knownMethod(text.slice(0, text.indexOf(' ')))
}
