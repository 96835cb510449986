import type { Interface } from 'node:readline'
import { pino } from 'pino'
import { errorFacts } from './error-facts.ts'
import { type LineWriter, standardError } from './line-writer.ts'
import { shortLine } from './short-line.ts'

/** Writes structured lines: an object of facts and a message. */
export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
  /** Writes a line of level info that is JSON, with its break, and has nothing to leave out. */
  write(line: string): void
  /** Whether lines of the level are written. */
  isLevelEnabled(level: LogLevel): boolean
}

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/**
 * JSON lines, one an event; to standard error unless `write` takes them, and short ones for people where that is a terminal. Errors are written with their causes. Lines that
 * can't be written are dropped, and counted by a line of level warn.
 */
export function createLog(level: LogLevel, write?: (line: string) => void): Log {
  const destination = write ? guarded(write) : level === 'silent' ? NOWHERE : forReaders(standardError(lostLine))
  const factsOf = (error: unknown) => errorFacts(error)
  const log = pino({ level, base: null, serializers: { err: factsOf, error: factsOf } }, destination)
  return Object.assign(log, { write: (line: string) => destination.write(line) })
}

/** Writes the lines of another process among those of this one, each whole. */
export function passOnLines(lines: Interface): void {
  const writer = forReaders(standardError(lostLine))
  lines.on('line', line => writer.write(`${line}\n`))
}

const NOWHERE: LineWriter = { write: () => undefined }

/** What a function of others throws must not fail the request that is told of. */
function guarded(write: (line: string) => void): LineWriter {
  return {
    write(line) {
      try {
        write(line)
      } catch {
        // There is nobody else to tell.
      }
    },
  }
}

/** At a terminal a line is for people. */
function forReaders(writer: LineWriter): LineWriter {
  if (!process.stderr.isTTY) return writer
  const hasColours = process.stderr.hasColors()
  return { write: line => writer.write(`${shortLine(line.trimEnd(), hasColours)}\n`) }
}

function lostLine(count: number): string {
  return `${JSON.stringify({ level: pino.levels.values.warn, time: Date.now(), lost: count, msg: 'lines of the log were lost' })}\n`
}
