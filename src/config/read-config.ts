import type { Config, ConfigOptions, Environment } from './config.ts'
import { createConfig } from './create-config.ts'
import { wrongValue } from './options.ts'
import { SETTINGS } from './settings.ts'

/** What each setting is called: `--request-timeout` as a flag, SLUICE_REQUEST_TIMEOUT in the environment. */
export type Flags = Readonly<Record<string, unknown>>

/** Reads the settings: flags first, then the environment, then the defaults. Throws ConfigError. */
export function readConfig(flags: Flags, environment: Environment): Config {
  const said = Object.entries(SETTINGS).flatMap(([name, setting]) => {
    const variable = `SLUICE_${setting.flag.toUpperCase().replaceAll('-', '_')}`
    const flag = flags[setting.flag]
    // An empty variable counts as absent.
    const text = flag === undefined ? environment[variable] || undefined : String(flag)
    if (text === undefined) return []
    const value = setting.parse(text)
    if (setting.accepts(value)) return [[name, value]]
    const way = flag === undefined ? variable : `--${setting.flag}`
    throw wrongValue(way, { takes: setting.takesText ?? setting.takes }, text)
  })
  const options: ConfigOptions = Object.fromEntries(said)
  return createConfig({ ...options, environment })
}
