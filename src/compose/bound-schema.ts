import { randomUUID } from 'node:crypto'
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import { ResolverCalls } from '../code/resolver-calls.ts'
import type { Config, ConfigOptions } from '../config/config.ts'
import { createConfig } from '../config/create-config.ts'
import { checkOptions, ENVIRONMENT, FUNCTION, HOOKS } from '../config/options.ts'
import { SETTINGS } from '../config/settings.ts'
import { findExecution } from '../execute/resolvers/find-execution.ts'
import { attachResolvers } from '../execute/resolvers/resolvers.ts'
import { createAccess } from '../guard/access.ts'
import { Loaders } from '../load/loaders.ts'
import { type CallSurroundings, createCallContext } from '../observe/call-context.ts'
import { createLog } from '../observe/log.ts'
import { createRedaction } from '../observe/redact.ts'
import { redactedLog } from '../observe/redacted-log.ts'
import { activeTracing } from '../observe/tracing/active-tracing.ts'
import type { Tracing } from '../observe/tracing/tracing.ts'
import { isObject } from '../plan/is-object.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { type User, userOf } from '../plan/user/user.ts'
import { hasErrors, SchemaProblems } from '../schema/problem.ts'
import { AnswerBudget } from '../source/answer-budget.ts'
import { CallBudget } from '../source/call-budget.ts'
import type { CallContext } from '../source/call-context.ts'
import { CancelSource } from '../source/cancel.ts'
import type { Client } from '../source/client.ts'
import { compileFile } from './compile-file.ts'
import { openSources } from './open-sources.ts'
import { callHooks, heldTeller, resolverSurroundings } from './resolver-surroundings.ts'

export interface SchemaOptions
  extends ConfigOptions<
    'schemaPath' | 'resolvers' | 'hooks' | 'environment' | 'requestTimeout' | 'maxCalls' | 'maxReadBytes' | 'logLevel'
  > {
  /** Takes the log's lines, JSON each, instead of standard error. */
  readonly log?: ((line: string) => void) | undefined
}

const { schemaPath, resolvers, requestTimeout, maxCalls, maxReadBytes, logLevel } = SETTINGS
const OPTIONS = {
  schemaPath,
  resolvers,
  requestTimeout,
  maxCalls,
  maxReadBytes,
  logLevel,
  environment: ENVIRONMENT,
  hooks: HOOKS,
  log: FUNCTION,
}

/** An ordinary GraphQLSchema with resolvers; disposing it closes its sources. */
export interface BoundSchema extends AsyncDisposable {
  readonly schema: GraphQLSchema
}

/**
 * Binds a schema file to its sources, for any server on graphql-js. The server's context may have the client's request,
 * as `request` (Fetch) or `req` (Node): `{$headers.x}` reads its headers; and, as `jwt`, what a token says that the server has verified,
 * for `{$jwt.x}`, `@authenticated` and `@requiresScopes`. Throws ConfigError, SchemaFileError and
 * SchemaProblems; a database that is down does not keep it from being made.
 *
 * @example
 * ```ts
 * import { graphql } from 'graphql'
 * import { createSchema } from 'sluice'
 *
 * await using bound = await createSchema({ schemaPath: 'schema.graphql', environment: process.env })
 * const answer = await graphql({ schema: bound.schema, source: '{ posts { title } }' })
 * console.log(JSON.stringify(answer)) // {"data":{"posts":[{"title":"Hello"}]}}
 * ```
 */
export async function createSchema(options: SchemaOptions = {}): Promise<BoundSchema> {
  checkOptions('createSchema', options, OPTIONS)
  const config = createConfig(options)
  const file = await compileFile(config)
  const redaction = createRedaction(file.environment.values())
  const log = redactedLog(createLog(config.logLevel, options.log), redaction)
  await using opening = new AsyncDisposableStack()
  const onHeld = heldTeller(log, config)
  const sources = opening.use(await openSources(file, log, { hooks: callHooks(file.plan, { log, onHeld }) }))
  const problems = [...(await sources.bind()).values()].flatMap(result => (result instanceof Error ? [] : result))
  if (hasErrors(problems)) throw new SchemaProblems(problems)
  const { schema } = file.plan
  const { call: redact } = redaction
  const tracing = await activeTracing()
  const access = createAccess(file.plan)
  const code = resolverSurroundings(file.plan, sources, { log, onHeld })
  const planFor = (context: unknown) => access.of(userIn(context, file.plan)).plan
  const find = findExecution(planFor, (context, info) => {
    const call = createCall(context, info, config, { log, redact }, tracing?.observeCalls(redact))
    return { loaders: new Loaders(sources.all, call, 'scheduled'), resolvers: code && new ResolverCalls(call, code) }
  })
  attachResolvers(schema, find)
  const open = opening.move()
  return { schema, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

function createCall(
  context: unknown,
  info: GraphQLResolveInfo,
  { requestTimeout, maxCalls, maxReadBytes }: Config,
  surroundings: CallSurroundings,
  spans: ReturnType<Tracing['observeCalls']> | undefined,
): CallContext {
  const request = {
    requestId: randomUUID(),
    signal: info.getAbortSignal?.() ?? new CancelSource(),
    calls: new CallBudget(maxCalls, new AnswerBudget(maxReadBytes)),
    client: clientOf(context),
    primary: info.operation.operation === 'mutation',
    traceHeaders: spans?.traceHeaders,
    // The server that runs the schema answers the client, and says what caches may do.
    onAnswer: () => undefined,
  }
  return createCallContext(request, requestTimeout, surroundings, spans)
}

/** The user whose token the server has verified, if it says so. */
function userIn(context: unknown, plan?: SchemaPlan): User | undefined {
  const { jwt } = (context ?? {}) as { readonly jwt?: unknown }
  if (!isObject(jwt)) return undefined
  return userOf(jwt, plan?.authorities.issuers.find(({ issuer }) => issuer === jwt.iss)?.scopes)
}

/** Who sends the request in a server's context, Fetch's or Node's. */
function clientOf(context: unknown): Client {
  const { request, req } = (context ?? {}) as Partial<Record<'request' | 'req', { readonly headers?: object }>>
  const headers = request?.headers ?? req?.headers ?? {}
  const entries: Iterable<[string, unknown]> =
    Symbol.iterator in headers ? (headers as Headers) : Object.entries(headers)
  const present = [...entries].filter(([, value]) => value !== undefined)
  const sent = new Map(present.map(([name, value]) => [name.toLowerCase(), String(value)]))
  return { header: name => sent.get(name), claims: userIn(context)?.claims }
}
