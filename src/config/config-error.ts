/**
 * An option, flag or variable that can't be used; `message` names it and says what it takes.
 *
 * @example
 * ```ts
 * import { ConfigError, startGateway } from 'sluice'
 *
 * try {
 *   await startGateway({ schemaPath: 'schema.graphql', port: 65536 })
 * } catch (error) {
 *   if (error instanceof ConfigError) console.log(error.message) // port takes a port from 0 to 65535, not 65536.
 * }
 * ```
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
