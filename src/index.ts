export { type Config, ConfigError, createConfig } from './config.ts'
export { type Gateway, type GatewayOptions, startGateway } from './gateway.ts'
export { type Problem, SchemaProblems } from './schema/problem.ts'
export { SchemaFileError } from './schema/read-schema-file.ts'
