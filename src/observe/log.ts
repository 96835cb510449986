import type { Interface } from 'node:readline'
import { pino } from 'pino'
import { errorFacts } from './error-facts.ts'
import { standardError } from './line-writer.ts'

/** Writes structured lines: an object of facts and a message. */
export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
  /** Whether lines of the level are written. */
  isLevelEnabled(level: LogLevel): boolean
}

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/**
 * JSON lines, one an event; to standard error unless `write` takes them. Errors are written with their causes. Lines that
 * can't be written are dropped, and counted by a line of level warn.
 */
export function createLog(level: LogLevel, write?: (line: string) => void): Log {
  const destination = level === 'silent' || write ? { write: write ?? (() => undefined) } : standardError(lostLine)
  return pino({ level, base: null, serializers: { err: errorFacts, error: errorFacts } }, destination)
}

/** Writes the lines of another process among those of this one, each whole. */
export function passOnLines(lines: Interface): void {
  const writer = standardError(lostLine)
  lines.on('line', line => writer.write(`${line}\n`))
}

function lostLine(count: number): string {
  return `${JSON.stringify({ level: pino.levels.values.warn, time: Date.now(), lost: count, msg: 'lines of the log were lost' })}\n`
}
