/** What else than name and message is told of an error: what names the fault, and nothing that was sent or received. */
const TOLD: readonly string[] = ['code', 'errno', 'syscall', 'hostname', 'address', 'port', 'sqlState', 'status']

const MOST_CHARACTERS = 2_000
const MOST_CAUSES = 8

/**
 * An error as the log has it, with its causes; `show` makes its texts such as may be shown. Of one with a `code`, as networks, drivers and sources raise them, the stack
 * says nothing; it is told of the others only, which nobody expects.
 */
export function errorFacts(error: unknown, show = (text: string) => text, left = MOST_CAUSES): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? shortened(show(error)) : error
  const facts: Record<string, unknown> = { type: error.name, message: shortened(show(error.message)) }
  for (const name of TOLD) {
    const value: unknown = Object.hasOwn(error, name) ? Reflect.get(error, name) : undefined
    if (typeof value === 'string' || typeof value === 'number') facts[name] = value
  }
  if (facts.code === undefined && error.stack !== undefined) facts.stack = shortened(show(error.stack))
  if (error.cause !== undefined && left > 0) facts.cause = errorFacts(error.cause, show, left - 1)
  if (error instanceof AggregateError && left > 0)
    facts.errors = error.errors.slice(0, left).map(each => errorFacts(each, show, left - 1))
  return facts
}

function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`
}
