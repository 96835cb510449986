/** What is asked, and how. */
export interface Workload {
  /** As the command line calls it. */
  readonly name: string
  readonly title: string
  /** Which schema serves it: `sluice/*.graphql`, `peers/schemas/*.mjs`, `peers/by-hand/*.mjs`. */
  readonly schema: string
  readonly query: string
  readonly connections: number
  /** Milliseconds that the upstreams wait before each answer. */
  readonly delay: number
}

export const WORKLOADS: readonly Workload[] = [
  { name: 'w1', title: '`{ __typename }`', schema: 'blog', query: '{ __typename }', connections: 50, delay: 0 },
  {
    name: 'w2',
    title: '100 posts over HTTP, `{ posts { title } }`',
    schema: 'blog',
    query: '{ posts { title } }',
    connections: 50,
    delay: 0,
  },
  {
    name: 'w3',
    title: '100 posts and their 10 authors over HTTP, `{ posts { id userId title user { id name email } } }`',
    schema: 'blog',
    query: '{ posts { id userId title user { id name email } } }',
    connections: 50,
    delay: 0,
  },
]
