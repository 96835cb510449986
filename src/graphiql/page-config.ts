/** What the gateway writes into the page: JSON in the element `#sluice-config`. */
interface PageConfig {
  /** The text of the first tab, until the reader changes it. */
  readonly defaultQuery?: string
  /** Whether the gateway tells whoever asks of the calls that it makes for an operation. */
  readonly trace?: boolean
  /** Whether it shows what they were answered with, too. */
  readonly answers?: boolean
  /** The headers of a request that the schema reads, in lower case. */
  readonly headers?: readonly string[]
  /** Where the gateway tells how it is, relative to the page. */
  readonly ready?: string
}

/** What the page's own URL says, as a GET of GraphQL over HTTP does (section 6.2): it is opened and not run. */
interface LinkedQuery {
  readonly initialQuery?: string
  /** JSON. */
  readonly initialVariables?: string
}

/** Reads the gateway's configuration of this page; all of it is optional, as Vite's own server writes none. */
export function readPageConfig(page: Document): PageConfig {
  return JSON.parse(page.querySelector('#sluice-config')?.textContent ?? '{}')
}

export function readLinkedQuery({ search }: Location): LinkedQuery {
  const parameters = new URLSearchParams(search)
  const query = parameters.get('query')
  if (!query) return {}
  const variables = parameters.get('variables')
  return { initialQuery: query, ...(variables ? { initialVariables: variables } : {}) }
}
