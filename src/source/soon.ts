/** A value that is there, or that comes. What waits for nothing is there at once: an async function and an `await` cost a microsecond each. */
export type Soon<T> = T | Promise<T>

/** Goes on with a value, at once where it is there. */
export function whenHere<T, R>(value: Soon<T>, next: (value: T) => Promise<R>): Promise<R>
export function whenHere<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R>
export function whenHere<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** What work comes to, or what is made of its failure: of what it throws, or its promise rejects with. */
export function whenFailed<T>(work: () => Soon<T>, failed: (error: unknown) => T): Soon<T> {
  try {
    const value = work()
    return value instanceof Promise ? value.catch(failed) : value
  } catch (error) {
    return failed(error)
  }
}

/** What work comes to; `tell` is called once it is over, however it ends. */
export function whenOver<T>(work: () => Soon<T>, tell: () => void): Soon<T> {
  let value: Soon<T>
  try {
    value = work()
  } catch (error) {
    tell()
    throw error
  }
  if (value instanceof Promise) return value.finally(tell)
  tell()
  return value
}
