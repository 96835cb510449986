import type { Config, ConfigOptions } from './config.ts'
import { ConfigError } from './config-error.ts'
import { SETTINGS, type Setting } from './settings.ts'

/** What is said, and the defaults for the rest; in production, by NODE_ENV unless it is said, those that are closed. Throws ConfigError. */
export function createConfig(options: ConfigOptions = {}): Config {
  const environment = options.environment ?? {}
  const profile = options.profile ?? (environment.NODE_ENV === 'production' ? 'production' : 'development')
  const said: ConfigOptions = { ...options, profile }
  const all: readonly (readonly [string, Setting<unknown>])[] = Object.entries(SETTINGS)
  const settings = all.map(([name, { fallback, inProduction = fallback }]) => [
    name,
    said[name as keyof typeof SETTINGS] ?? (profile === 'production' ? inProduction : fallback),
  ])
  const config: Config = { ...(Object.fromEntries(settings) as Config), environment, hooks: options.hooks }
  if (config.onlyTrusted && config.operations.length === 0)
    throw new ConfigError(
      'onlyTrusted (--only-trusted) refuses all operations but those of operations (--operations), and there are none.',
    )
  if (config.onlyTrusted && config.apq)
    throw new ConfigError(
      'apq (--apq) keeps what clients send, and onlyTrusted (--only-trusted) runs none of that. Leave one of them away.',
    )
  if ((config.tlsCert === undefined) !== (config.tlsKey === undefined))
    throw new ConfigError('TLS takes both tlsCert (--tls-cert) and tlsKey (--tls-key): the certificate, and its key.')
  if (config.tlsClientCa !== undefined && config.tlsCert === undefined)
    throw new ConfigError(
      'tlsClientCa (--tls-client-ca) verifies clients that come by TLS, which takes tlsCert (--tls-cert) and tlsKey (--tls-key).',
    )
  if (config.tlsClientOptional && config.tlsClientCa === undefined)
    throw new ConfigError(
      'tlsClientOptional (--tls-client-optional) lets clients in without a certificate, and they are asked for one by tlsClientCa (--tls-client-ca) only.',
    )
  return Object.freeze(config)
}
