/** Makes errors of which nobody reads where they were made: finding that out takes most of the time, and holds what was there. */
export function withoutStacks<T>(make: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return make()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
