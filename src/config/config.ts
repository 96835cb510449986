import type { Hooks } from '../plan/hook/hooks.ts'
import type { SaidLimits } from '../plan/operation-limits.ts'
import type { ResolverMap } from '../plan/resolver/resolver-map.ts'
import type { Rate } from '../plan/user/rate.ts'

/** Everything that flags, environment and options decide, frozen. */
export interface Config {
  /** Path of the schema file, or of a folder of them; or several such paths, which are one schema. */
  readonly schemaPath: string | readonly string[]
  /** Path of the module of resolvers of one's own, or the resolvers; undefined for none. */
  readonly resolvers: string | ResolverMap | undefined
  /** Hooks of a program; undefined for those of the module, if there are any. */
  readonly hooks: Hooks | undefined
  /** Paths of files of operations that are known before anybody asks for them, of manifests of such, and of folders of both. */
  readonly operations: readonly string[]
  /** Whether no other operations are run. */
  readonly onlyTrusted: boolean
  /** Whether operations that clients send with their hashes are kept, so that the hash is enough the next time. */
  readonly apq: boolean
  /** What an operation may be, where it is not the default of the profile. */
  readonly limits: SaidLimits
  /** How often one client may ask; undefined for as often as it likes. */
  readonly rateLimit: Rate | undefined
  /** What the operations of one client may cost together; undefined for as much as it likes. */
  readonly costRateLimit: Rate | undefined
  /** Whether it is counted what operations cost: not at all, for metrics and the log, or for clients too. */
  readonly cost: 'off' | 'measure' | 'tell'
  /** Addresses and networks of proxies in front, whose word is taken of where a request comes from. */
  readonly trustedProxies: readonly string[]
  /** The URL of a Redis in which all replicas count together. */
  readonly redisUrl: string | undefined
  /** Whether it serves people who write a schema, or clients of all kinds: what is open by default. */
  readonly profile: 'development' | 'production'
  /** The address or name to listen on. */
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** Where GraphQL is, as it stands in URLs. */
  readonly path: string
  /** Path of the certificate by which TLS is served, with those that lead to its authority; PEM. Undefined without TLS. */
  readonly tlsCert: string | undefined
  /** Path of its key. */
  readonly tlsKey: string | undefined
  /** Path of the certificates of authorities whose clients are let in, PEM. Undefined where clients are asked for none. */
  readonly tlsClientCa: string | undefined
  /** Whether clients are let in without a certificate, too. */
  readonly tlsClientOptional: boolean
  /** What `{$env.X}` reads. */
  readonly environment: Environment
  /** The budget of one request, in milliseconds. */
  readonly requestTimeout: number
  /** Largest request body, in bytes. */
  readonly bodyLimit: number
  /** Longest text of an operation, in bytes. */
  readonly maxOperationBytes: number
  /** Largest answer to an operation, in bytes. */
  readonly maxAnswerBytes: number
  /** Most calls to sources that one request may make. */
  readonly maxCalls: number
  /** Most bytes of sources' answers that one request reads. */
  readonly maxReadBytes: number
  /** How late turns of the event loop may be before requests are refused, in milliseconds. */
  readonly maxLoopDelay: number
  /** Client connections at once. */
  readonly maxConnections: number
  /** Those of one address, trusted proxies apart; undefined for as many as there are. */
  readonly maxConnectionsPerAddress: number | undefined
  /** Requests to GraphQL that are answered at once. */
  readonly maxRequests: number
  /** How long a client may take nothing of its answer, in milliseconds. */
  readonly writeTimeout: number
  /** Whether plain requests go past Yoga, which costs them time and gives them nothing. */
  readonly directLane: boolean
  /** Whether answers are compressed for clients that take it. */
  readonly compression: boolean
  /** Whether a browser is shown GraphiQL. */
  readonly graphiql: boolean
  /** Whether clients may read the schema. */
  readonly introspection: boolean
  /** Names that a request's Host may have beside loopback names; `*` for all. Empty, any where `host` is no loopback address. */
  readonly allowedHosts: readonly string[]
  /** Origins that may call from a browser, `http://localhost:*` with any port; none unless said. */
  readonly corsOrigins: readonly string[]
  /** Whether any client that asks for it is told what calls an operation has made. */
  readonly trace: boolean
  /** What a client says to be told that all the same; undefined where nobody may. */
  readonly traceSecret: string | undefined
  /** Whether answers to operations say where their time went, by `Server-Timing`. */
  readonly serverTiming: boolean
  /** Where metrics are served, 0 on a free port; undefined for none. */
  readonly metricsPort: number | undefined
  /** The address or name for that. */
  readonly metricsHost: string
  /** The least that a line of the log must be worth. */
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
}

/** The names that `{$env.X}` reads, with their texts: `process.env` is one. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What is said of a Config; what is absent or undefined is the default. */
export type ConfigOptions<Name extends keyof Config = keyof Config> = {
  readonly [name in Name]?: Config[name] | undefined
}
