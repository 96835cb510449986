import type { Report } from '../problem-list.ts'

const LOOPBACK = /^(?:localhost|127\.[\d.]+|\[::1\])$/

/** Warns of a URL whose answers could be read, or others given, on the way. */
export function warnOfPlainHTTP(text: string, argument: string, what: string, warn: Report): void {
  if (!URL.canParse(text)) return
  const { protocol, hostname } = new URL(text)
  if (protocol === 'http:' && !LOOPBACK.test(hostname)) warn(argument, `${what} on the way.`, 'Write https://.')
}
