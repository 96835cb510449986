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
  /** Arguments of Node. The port, the workload, its schema and the upstreams are in its environment, too. */
  command(start: Start): readonly string[]
  /** Arguments of Node for what has to run before, without being measured; what it prints is in a file. */
  readonly preparation?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Whether an `ID` that is a number in the API's answer is one in its own, too. */
  readonly idsAreNumbers?: boolean
  /** Whether it sends what another contender has answered, by the file in ANSWER_PATH. */
  readonly repeats?: boolean
  /** Whether it writes a log to standard error; others write what is wrong. */
  readonly logs?: boolean
  /** By workload, how a schema of its own is asked. */
  readonly queries?: Readonly<Record<string, OwnQuery>>
}

export interface OwnQuery {
  /** Takes the workload's variables. */
  readonly query: string
  /** The answer as others would give it. */
  read?(answer: unknown): unknown
}

/** What is to be started. */
interface Start {
  readonly port: number
  readonly workload: Workload
  /** The file with what the preparation has printed. */
  readonly preparedPath: string
}

/** What the other servers run. */
export const PEERS = join(import.meta.dirname, 'peers')
const CLI = join(import.meta.dirname, '../../src/cli.ts')

/** A line of the log for each request, and metrics. */
const OBSERVED = ['--log-level', 'info', '--metrics-port', '0']

/** The first one is what the others are compared with. */
export const CONTENDERS: readonly Contender[] = [
  sluice('sluice', 'Sluice, unshared', 'unshared'),
  sluice('sluice-shared', 'Sluice, shared', 'shared'),
  {
    ...sluice('sluice-observed', 'Sluice with log and metrics', 'unshared', OBSERVED),
    logs: true,
    without: ['w1', 'w4', 'w5', 'w6', 'w7', 'w8', 'w8-delayed', 'w8-burst'],
  },
  sluice('sluice-yoga', 'Sluice by Yoga, unshared', 'unshared', ['--no-direct-lane']),
  peer('apollo', 'Apollo Server', 'apollo.mjs', ['@apollo/server']),
  peer('yoga', 'graphql-yoga', 'yoga.mjs', ['graphql-yoga']),
  peer('mercurius', 'mercurius', 'mercurius.mjs', ['mercurius', 'fastify']),
  peer('mercurius-jit', 'mercurius with jit', 'mercurius.mjs', ['graphql-jit'], { environment: { JIT: '1' } }),
  {
    name: 'hive',
    title: 'Hive Gateway and Mesh',
    sharing: 'unshared',
    packages: ['@graphql-hive/gateway', '@omnigraph/json-schema', '@omnigraph/mysql'],
    preparation: [join(PEERS, 'hive/compose.mjs')],
    command: ({ port, preparedPath }) => {
      const gateway = join(import.meta.dirname, 'node_modules/@graphql-hive/gateway/dist/bin.js')
      const config = join(PEERS, 'hive/gateway.config.mjs')
      const flags = ['--config-path', config, '--host', '127.0.0.1', '--port', `${port}`, '--jit']
      return [gateway, ...flags, 'supergraph', preparedPath]
    },
  },
  // Not unshared: of 200 requests at once with credentials of their own, 11 to 38 got an answer to these (1.6.14).
  peer('tailcall', 'Tailcall, shared', 'tailcall.mjs', ['@tailcallhq/core-linux-x64-gnu'], {
    without: ['w4', 'w5', 'w6', 'w7', 'w8', 'w8-delayed', 'w8-burst'],
    sharing: 'shared',
    idsAreNumbers: true,
  }),
  peer('hand', 'fastify and undici by hand', 'by-hand.mjs', ['undici', 'mysql2'], { without: ['w1', 'w7'] }),
  peer('bare', 'node:http, from memory', 'node-http.mjs', [], { repeats: true, without: ['w7'] }),
]

/** Sluice with the workload's schema of `sluice/`; `flags` are those of `sluice start`. */
export function sluice(name: string, title: string, sharing: Sharing, flags: readonly string[] = []): Contender {
  return {
    name,
    title,
    sharing,
    packages: [],
    command: ({ port, workload }) => {
      const path = join(import.meta.dirname, 'sluice', `${workload.schema}.graphql`)
      const quiet = flags.includes('--log-level') ? [] : ['--log-level', 'silent']
      return [CLI, 'start', path, '--port', `${port}`, ...quiet, ...flags]
    },
  }
}

/** A server of `peers/`; `file` is what Node runs. */
export function peer(
  name: string,
  title: string,
  file: string,
  packages: readonly string[],
  more: Partial<Contender> = {},
): Contender {
  return { name, title, sharing: 'unshared', packages, command: () => [join(PEERS, file)], ...more }
}
