import { styleText } from 'node:util'
import { shortened } from './shortened.ts'

type Facts = Readonly<Record<string, unknown>>

const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' }

/** Columns of what comes before the words of a line, and of an operation's name. */
const TIME_COLUMNS = 7
const NAME_COLUMNS = 24
/** Most characters of a line. */
const MOST_CHARACTERS = 400
const MOST_CAUSES = 3

/** Facts that stand at places of their own, or say nothing to a person at a terminal. */
const KNOWN = ['level', 'time', 'msg', 'err', 'requestId', 'milliseconds', 'path', 'extensions', 'source']

/**
 * A line of the log as people read it at a terminal: `12:01:07  200     18 ms  posts+author  3 calls  api 12 ms · db 4 ms`.
 * A line that is no JSON stays as it is. Without its break at the end.
 */
export function shortLine(line: string, hasColours: boolean): string {
  const facts = readFacts(line)
  if (!facts) return line
  const paint: Paint = (style, text) => (hasColours ? styleText(style, text, { validateStream: false }) : text)
  const words =
    facts.msg === 'request'
      ? requestWords(facts, paint)
      : facts.msg === 'a call failed'
        ? callWords(facts, paint)
        : otherWords(facts, paint)
  const time = new Date(Number(facts.time)).toTimeString().slice(0, 8)
  return [paint('dim', time), ...words].filter(word => word !== '').join('  ')
}

type Paint = (style: 'dim' | 'red' | 'yellow' | 'green' | 'bold', text: string) => string

function requestWords(facts: Facts, paint: Paint): string[] {
  const { status, outcome, operation, fields, calls, sources, errors, code, shared } = facts
  const style = outcome === 'ok' ? 'green' : outcome === 'partial' || outcome === 'gone' ? 'yellow' : 'red'
  const times = Object.entries((sources ?? {}) as Readonly<Record<string, { readonly milliseconds: number }>>)
  return [
    paint(style, outcome === 'gone' ? '-  ' : plain(status)),
    timeOf(facts),
    plain(operation ?? fields ?? '-').padEnd(NAME_COLUMNS),
    shared === true ? 'shared' : counted(Number(calls), 'call'),
    times.map(([name, { milliseconds }]) => `${plain(name)} ${whole(milliseconds)}`).join(' · '),
    errors === undefined ? '' : paint('yellow', counted(Number(errors), 'error')),
    code === undefined ? '' : paint('red', plain(code)),
    outcome === 'gone' ? paint('yellow', 'the client has gone') : '',
  ]
}

function callWords(facts: Facts, paint: Paint): string[] {
  const { source, text, reason, tries } = facts
  const sent = tries === 0 ? 'not sent' : tries === 1 ? '' : `${plain(tries)} tries`
  return [paint('red', '!  '), timeOf(facts), `${plain(source)}  ${plain(text)}`, paint('red', plain(reason)), sent]
}

function otherWords(facts: Facts, paint: Paint): string[] {
  const level = LEVELS[Number(facts.level)] ?? plain(facts.level)
  const style = level === 'error' || level === 'fatal' ? 'red' : level === 'warn' ? 'yellow' : 'dim'
  const more = Object.entries(facts)
    .filter(([name]) => !KNOWN.includes(name))
    .map(([name, value]) => `${name}=${plain(typeof value === 'object' ? JSON.stringify(value) : value)}`)
  const path = Array.isArray(facts.path) ? facts.path.join('.') : ''
  const { source = (facts.extensions as Facts | undefined)?.source } = facts
  return [
    paint(style, level),
    paint(style === 'dim' ? 'dim' : 'bold', plain(facts.msg)),
    plain(path),
    source === undefined ? '' : plain(source),
    plain(causesOf(facts.err)),
    more.join(' '),
  ]
}

/** The messages of an error and of its causes, without their stacks. */
function causesOf(error: unknown, left = MOST_CAUSES): string {
  const { message, cause } = (typeof error === 'object' && error !== null ? error : {}) as Facts
  const own = typeof error === 'string' ? error : typeof message === 'string' ? message : ''
  const deeper = left > 0 && cause !== undefined ? causesOf(cause, left - 1) : ''
  return deeper === '' || own.includes(deeper) ? own : `${own}: ${deeper}`
}

function timeOf({ milliseconds }: Facts): string {
  return whole(Number(milliseconds)).padStart(TIME_COLUMNS)
}

function whole(milliseconds: number): string {
  return `${milliseconds < 10 && milliseconds > 0 ? Number(milliseconds.toFixed(1)) : Math.round(milliseconds)} ms`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** A terminal takes control characters for orders, and they may be an upstream's or a client's. */
function plain(value: unknown): string {
  return shortened(String(value).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' '), MOST_CHARACTERS)
}

function readFacts(line: string): Facts | undefined {
  try {
    const read: unknown = JSON.parse(line)
    return typeof read === 'object' && read !== null && 'msg' in read ? (read as Facts) : undefined
  } catch {
    return undefined
  }
}
