import { printJson } from '../../json.ts'

/** Any JSON value as its text; text is a JSON string, whatever it looks like. */
export function convertJson(value: unknown): string | undefined {
  try {
    return value === null ? undefined : printJson(value)
  } catch {
    // What is no JSON value: a cycle, a toJSON that throws.
    return undefined
  }
}
