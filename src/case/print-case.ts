/** An exchange as it stands in a document: the two blocks' texts, the second one's language too. */
export interface PrintedExchange {
  readonly request: string
  readonly info: string
  readonly answer: string
}

/** What a recorded document has, its texts ready. */
export interface PrintedCase {
  readonly title: string
  readonly prose: string
  readonly environment: Readonly<Record<string, string>>
  readonly upstreams: readonly {
    readonly name: string
    /** Whether nobody listens there. */
    readonly isDown: boolean
    readonly exchanges: readonly PrintedExchange[]
  }[]
  readonly databases: readonly {
    readonly name: string
    readonly catalog: string
    readonly statements: readonly PrintedExchange[]
  }[]
  /** Databases that can't be reached. */
  readonly lost: readonly string[]
  readonly query: string
  readonly variables: string | undefined
  readonly headers: readonly string[]
  /** The most calls that it can make. */
  readonly bound: string
  readonly status: number
  readonly answer: string
}

/** The case document. What is the same twice, one after the other, is one with the number of times. */
export function printCase(printed: PrintedCase): string {
  const { title, prose, environment, upstreams, databases, lost, query, variables, headers, bound, status, answer } =
    printed
  const variablesOf = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  const parts = [
    `# ${title}`,
    prose,
    ...(variablesOf.length > 0 ? ['## environment', block('ini', variablesOf.join('\n'))] : []),
    ...upstreams.flatMap(({ name, isDown, exchanges }) => [
      `## upstream ${name}`,
      ...(isDown ? [block('text', 'refused')] : []),
      ...counted(isDown ? [] : exchanges, (request, calls) => {
        const [first, ...rest] = request.split('\n')
        return [`${first}${calls}`, ...rest].join('\n')
      }).flatMap(({ request, info, answer: text }) => [block('http', request), block(info, text)]),
    ]),
    ...databases.flatMap(({ name, catalog, statements }) => [
      `## kept ${name}`,
      block('json', catalog),
      ...counted(statements, (request, calls) => `${request}${calls}`).flatMap(({ request, info, answer: text }) => [
        block('sql', request),
        block(info, text),
      ]),
    ]),
    ...lost.flatMap(name => [`## database ${name}`, block('text', 'down')]),
    '## query',
    block('graphql', query),
    ...(variables === undefined ? [] : ['## variables', block('json', variables)]),
    ...(headers.length > 0 ? ['## headers', block('http', headers.join('\n'))] : []),
    '## bound',
    block('text', bound),
    status === 200 ? '## answer' : `## answer ${status}`,
    block('json', answer),
  ]
  return `${parts.join('\n\n')}\n`
}

/** In the order of the requests, which came at once; those of one request in their own. */
function counted(
  exchanges: readonly PrintedExchange[],
  withCalls: (request: string, calls: string) => string,
): readonly PrintedExchange[] {
  const sorted = exchanges.toSorted((a, b) => (a.request < b.request ? -1 : Number(a.request > b.request)))
  const groups: { readonly exchange: PrintedExchange; calls: number }[] = []
  for (const exchange of sorted) {
    const last = groups.at(-1)
    const { request, answer } = last?.exchange ?? {}
    if (last && request === exchange.request && answer === exchange.answer) last.calls++
    else groups.push({ exchange, calls: 1 })
  }
  return groups.map(({ exchange, calls }) => ({
    ...exchange,
    request: withCalls(exchange.request, calls === 1 ? '' : ` x${calls}`),
  }))
}

/** A fence is longer than all that its text has. */
function block(info: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/^`+/gm)].map(([fence]) => fence.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${info}\n${text}\n${fence}`
}
