import type { Config, ConfigOptions } from './config.ts'
import { SETTINGS } from './settings.ts'

/** What is said, and the defaults for the rest. */
export function createConfig(options: ConfigOptions = {}): Config {
  const settings = Object.entries(SETTINGS).map(([name, { fallback }]) => [
    name,
    options[name as keyof typeof SETTINGS] ?? fallback,
  ])
  return Object.freeze({ ...(Object.fromEntries(settings) as Config), environment: options.environment ?? {} })
}
