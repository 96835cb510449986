import { HEADER_NAME } from '../../plan/http/header-value.ts'
import { isObject } from '../../plan/is-object.ts'
import type { SourceOptions } from '../source/source-options.ts'
import { argumentList } from '../template/argument-list.ts'

/** What the gateway says of its own answer, of the connection, of caches, and to browsers of all its pages. */
const OWN =
  /^(?:accept-ranges|access-control-.*|age|allow|alt-svc|cache-control|clear-site-data|connection|content-.*|critical-ch|cross-origin-.*|date|etag|expires|keep-alive|last-modified|location|nel|origin-agent-cluster|permissions-policy|pragma|proxy-.*|ratelimit.*|referrer-policy|refresh|report-to|reporting-endpoints|retry-after|server|server-timing|service-worker.*|set-cookie2|sourcemap|speculation-rules|strict-transport-security|te|timing-allow-origin|trailer|transfer-encoding|upgrade|vary|via|www-authenticate|x-content-type-options|x-dns-prefetch-control|x-frame-options|x-request-id|x-xss-protection)$/

/** Compiles `expose: ["Set-Cookie"]`: the names in lower case. Reports what may not be shown. */
export function compileExpose({ kind, values, context }: SourceOptions): readonly string[] {
  const names = new Set<string>()
  for (const [index, text] of argumentList(values.expose).entries()) {
    // Another type has been reported.
    if (typeof text !== 'string') continue
    const [name, at] = [text.toLowerCase(), `${kind}.expose.${index}`]
    if (!HEADER_NAME.test(name))
      context.report(at, `"${text}" is no name of a header.`, 'Write expose: ["Set-Cookie"].')
    else if (OWN.test(name)) context.report(at, `${text} is the gateway's own to say.`, 'Remove it.')
    else names.add(name)
  }
  if (isObject(values.cache) && [...names].some(name => name !== 'set-cookie'))
    context.report(
      `${kind}.expose`,
      'answers that are kept were given to somebody else, whose headers nobody is shown.',
      'Remove cache, or make a source of its own for what is kept.',
    )
  return [...names]
}
