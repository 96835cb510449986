import { relative } from 'node:path'
import type { SourceDescription } from '../compose/source-description.ts'
import type { Config } from '../config/config.ts'
import type { Serving } from '../workers/line.ts'
import type { DemoEnvironment } from './demo.ts'

type DemoLines = Pick<DemoEnvironment, 'started' | 'given'>

/** What the console says once the gateway serves: where, from which sources, what runs beside it, what to ask first. */
export function welcome(gateway: Serving, config: Config, { started, given }: DemoLines): string {
  const { schemaPath, graphiql, path } = config
  const { url, sources, exampleQuery } = gateway
  const endpoint = url + path
  const rows = sources.map(source => [source.name, source.kind, placeOf(source), stateOf(source)])
  const paragraphs = [
    `Sluice serves ${[schemaPath].flat().map(shortPath).join(', ')} at ${endpoint}`,
    `Sources:\n${indent(table(rows))}`,
    started.length > 0 ? `Started for the demo:\n${indent(started.join('\n'))}` : '',
    given.length > 0 ? `Not of the demo, but of your environment:\n${indent(given.join('\n'))}` : '',
    graphiql ? `Open ${endpoint} in a browser and run:` : 'A query to begin with:',
    indent(exampleQuery.trimEnd()),
    'Or from another terminal:',
    indent(curlLine(endpoint, exampleQuery)),
    openness(url, config),
    'Ctrl-C stops it.',
  ]
  return paragraphs.filter(text => text !== '').join('\n\n')
}

/** What others find, where they can reach the address that it listens on. */
function openness(url: string, { graphiql, introspection }: Config): string {
  const isLocal = /^(?:127\.|\[::1\]$)/.test(new URL(url).hostname)
  const open = [...(graphiql ? ['GraphiQL'] : []), ...(introspection ? ['introspection'] : [])]
  if (isLocal || open.length === 0) return ''
  return `Other machines can reach it, with ${open.join(' and ')}. For a public gateway: --profile production`
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function placeOf({ url }: SourceDescription): string {
  return url.startsWith('sqlite:') ? `sqlite:${shortPath(url.slice('sqlite:'.length))}` : url
}

function stateOf({ status, why }: SourceDescription): string {
  if (status === 'ok') return ''
  if (status === 'unbound')
    return `can not be reached yet${why === undefined ? '' : `: ${why}`}; its fields answer errors until it can`
  return 'does not fit the schema; the log says where'
}

/** As seen from the working directory where it is inside. */
function shortPath(path: string): string {
  const short = relative('', path)
  return short.startsWith('..') ? path : short
}

function curlLine(endpoint: string, query: string): string {
  const body = JSON.stringify({ query: query.trim().replace(/\s+/g, ' ') })
  return `curl ${endpoint} -H 'content-type: application/json' -d '${body}'`
}
