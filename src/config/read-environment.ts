import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Environment } from './config.ts'
import { ConfigError } from './config-error.ts'

/** The process's environment over that of a `.env` file in the working directory, if there is one. Throws ConfigError. */
export function readEnvironment(): Environment {
  return Object.freeze({ ...readEnvironmentFile(), ...process.env })
}

function readEnvironmentFile(): Environment {
  try {
    return parseEnv(readFileSync('.env', 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return {}
    throw new ConfigError(`The file .env can't be read: ${message}.`)
  }
}

/** Sets variables in the process's environment that it does not have: for libraries that read theirs by themselves. */
export function completeEnvironment(variables: Environment): void {
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) process.env[name] ??= value
}
