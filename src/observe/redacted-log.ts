import { errorFacts } from './error-facts.ts'
import type { Log } from './log.ts'
import type { Redaction } from './redact.ts'

/** A log that tells no secret: neither in a call's `text`, nor in what an error says. */
export function redactedLog(log: Log, { call, message }: Redaction): Log {
  const shown = (facts: object): object => {
    const { text, err } = facts as { readonly text?: unknown; readonly err?: unknown }
    return {
      ...facts,
      ...(typeof text === 'string' && { text: call(text) }),
      ...(err !== undefined && { err: errorFacts(err, message) }),
    }
  }
  const writer = (level: 'debug' | 'info' | 'warn' | 'error') => (facts: object, said: string) => {
    if (log.isLevelEnabled(level)) log[level](shown(facts), said)
  }
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    write: line => log.write(line),
    isLevelEnabled: level => log.isLevelEnabled(level),
  }
}
