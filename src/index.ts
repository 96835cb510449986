/**
 * A GraphQL gateway over HTTP JSON APIs and SQL databases, described by one schema file.
 *
 * What this file names is public; all else may change at any time.
 *
 * @example
 * ```ts
 * import { startGateway } from 'sluice'
 *
 * await using gateway = await startGateway({ schemaPath: 'schema.graphql', port: 0, environment: process.env })
 * console.log(gateway.sources.map(({ name, kind, status }) => `${name} (${kind}): ${status}`).join()) // api (http): ok
 * ```
 *
 * @module
 */

export { type BoundSchema, createSchema, type SchemaOptions } from './compose/bound-schema.ts'
export { type CheckOptions, checkSchema } from './compose/check-schema.ts'
export { type ImportDatabaseOptions, importDatabase } from './compose/import-database.ts'
export { type ImportJsonOptions, importJson } from './compose/import-json.ts'
export { type ImportOpenApiOptions, importOpenApi } from './compose/import-openapi.ts'
export type { ImportedSchema, IntoOptions, WrittenSchema } from './compose/imported-schema.ts'
export { type PrintOptions, printSchema } from './compose/print-schema.ts'
export type { SourceDescription } from './compose/source-description.ts'
export { printTypes, type TypesOptions } from './compose/types/print-types.ts'
export type { Environment } from './config/config.ts'
export { ConfigError } from './config/config-error.ts'
export type { EmbeddedDoors } from './edge/embedded-doors.ts'
export type { ExecuteOptions, GraphQLAnswer } from './edge/graphql/execute-request.ts'
export type { FetchConnection } from './edge/server/answer-fetch.ts'
export type { Readiness } from './edge/server/readiness.ts'
export {
  createGateway,
  type EmbeddedGateway,
  type EmbeddedOptions,
  type Gateway,
  type GatewayOptions,
  startGateway,
} from './gateway.ts'
export type { ImportNote } from './import/import-note.ts'
export type {
  AnswerHook,
  CallHook,
  DescribedHook,
  HookContext,
  HookedRequest,
  Hooks,
  RequestHook,
} from './plan/hook/hooks.ts'
export { batch } from './plan/resolver/batch.ts'
export { needs } from './plan/resolver/needs.ts'
export type { RequestHeaders, ResolverContext, ResolverLog } from './plan/resolver/resolver-context.ts'
export type {
  AbstractResolver,
  BatchResolver,
  DescribedResolver,
  FieldResolver,
  ResolverInfo,
  ResolverMap,
  ResolverReads,
  ScalarResolver,
  TypeResolver,
  TypeResolvers,
} from './plan/resolver/resolver-map.ts'
export type { HttpClient, HttpClientOptions, SqlClient } from './plan/resolver/source-clients.ts'
export type {
  AnsweredList,
  NeededNames,
  TypedDescription,
  TypedResolver,
  UpstreamNames,
} from './plan/resolver/typed-resolver.ts'
export { type Problem, printProblems, SchemaProblems } from './schema/problem.ts'
export type { SchemaChange } from './schema/schema-change.ts'
export type { SchemaClash } from './schema/schema-clash.ts'
export { SchemaFileError } from './schema/schema-file-error.ts'
export type { HookedAnswer, HookedCall } from './source/hooked-call.ts'
export { ERROR_REASONS, type ErrorCode, type ErrorReason } from './source/source-error.ts'
