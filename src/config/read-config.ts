import type { Config, ConfigOptions, Environment } from './config.ts'
import { createConfig } from './create-config.ts'
import { wrongValue } from './options.ts'
import { DEMO, SETTINGS, type Setting, WATCH, WORKERS } from './settings.ts'

/** What each setting is called: `--request-timeout` as a flag, SLUICE_REQUEST_TIMEOUT in the environment. */
export type Flags = Readonly<Record<string, unknown>>

/** Reads the settings: flags first, then the environment, then the defaults. Throws ConfigError. */
export function readConfig(flags: Flags, environment: Environment): Config {
  const settings: readonly (readonly [string, Setting<unknown>])[] = Object.entries(SETTINGS)
  const read = settings.map(([name, setting]) => [name, readSetting(setting, flags, environment)])
  const options: ConfigOptions = Object.fromEntries(read)
  return createConfig({ ...options, environment })
}

/** What is said of a command's own settings, or the defaults. */
export interface Serving {
  readonly workers: number
  readonly watch: boolean
  readonly demo: boolean
}

/** How the command is to serve, read like the other settings. Throws ConfigError. */
export function readServing(flags: Flags, environment: Environment): Serving {
  return {
    workers: readSetting(WORKERS, flags, environment) ?? WORKERS.fallback,
    watch: readSetting(WATCH, flags, environment) ?? WATCH.fallback,
    demo: readSetting(DEMO, flags, environment) ?? DEMO.fallback,
  }
}

/** What is said of a setting; undefined where nothing is. */
function readSetting<T>(setting: Setting<T>, flags: Flags, environment: Environment): T | undefined {
  const variable = `SLUICE_${setting.flag.toUpperCase().replaceAll('-', '_')}`
  const flag = flags[setting.flag]
  // An empty variable counts as absent.
  const text = flag === undefined ? environment[variable] || undefined : String(flag)
  if (text === undefined) return undefined
  // What is given as several arguments is a list already.
  const value = Array.isArray(flag) ? flag : setting.parse(text)
  if (setting.accepts(value)) return value as T
  const way = flag === undefined ? variable : `--${setting.flag}`
  throw wrongValue(way, { ...setting, takes: setting.takesText ?? setting.takes }, text)
}
