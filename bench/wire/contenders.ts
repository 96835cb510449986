import { join } from 'node:path'
import type { Sharing } from './load/load.ts'
import type { Workload } from './workloads.ts'

/** A server that is measured. */
export interface Contender {
  /** As the command line calls it. */
  readonly name: string
  readonly title: string
  readonly sharing: Sharing
  /** npm packages whose versions belong to its figures. */
  readonly packages: readonly string[]
  /** Workloads that make no sense for it. */
  readonly without?: readonly string[]
  /** Arguments of Node. The port, the workload, its schema and the upstreams are in its environment. */
  command(port: number, workload: Workload): readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Whether it sends what another contender has answered, by the file in ANSWER_PATH. */
  readonly repeats?: boolean
}

const PEERS = join(import.meta.dirname, 'peers')
const CLI = join(import.meta.dirname, '../../src/cli.ts')

/** The first one is what the others are compared with. */
export const CONTENDERS: readonly Contender[] = [
  sluice('sluice', 'Sluice, unshared', 'unshared'),
  sluice('sluice-shared', 'Sluice, shared', 'shared'),
  peer('apollo', 'Apollo Server', 'apollo.mjs', ['@apollo/server']),
  peer('yoga', 'graphql-yoga', 'yoga.mjs', ['graphql-yoga']),
  peer('mercurius', 'mercurius', 'mercurius.mjs', ['mercurius', 'fastify']),
  peer('mercurius-jit', 'mercurius with jit', 'mercurius.mjs', ['graphql-jit'], { environment: { JIT: '1' } }),
  peer('hand', 'fastify and undici by hand', 'by-hand.mjs', ['undici', 'mysql2'], { without: ['w1', 'w7'] }),
  peer('bare', 'node:http, from memory', 'node-http.mjs', [], { repeats: true, without: ['w7'] }),
]

function sluice(name: string, title: string, sharing: Sharing, more: Partial<Contender> = {}): Contender {
  return {
    name,
    title,
    sharing,
    packages: [],
    command: (port, { schema }) => {
      const path = join(import.meta.dirname, 'sluice', `${schema}.graphql`)
      return [CLI, 'start', path, '--port', `${port}`, '--log-level', 'silent']
    },
    ...more,
  }
}

function peer(
  name: string,
  title: string,
  file: string,
  packages: readonly string[],
  more: Partial<Contender> = {},
): Contender {
  return { name, title, sharing: 'unshared', packages, command: () => [join(PEERS, file)], ...more }
}
