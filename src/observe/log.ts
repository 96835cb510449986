import { pino } from 'pino'

/** Writes structured lines: an object of facts and a message. */
export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/** JSON lines, one an event; to standard error unless `write` takes them. Errors are written with their causes. */
export function createLog(level: LogLevel, write?: (line: string) => void): Log {
  const destination = write ? { write } : pino.destination({ fd: 2, sync: false })
  const { errWithCause } = pino.stdSerializers
  return pino({ level, base: null, serializers: { err: errWithCause, error: errWithCause } }, destination)
}
