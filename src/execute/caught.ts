import { asFieldError } from '../result/field-error.ts'

/** What was thrown, as a value in its own position. */
export function caught<T>(read: () => T): T | Error {
  try {
    return read()
  } catch (error) {
    return asFieldError(error)
  }
}
