import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { ArgsDef } from 'citty'

/** Refuses flags and arguments that a command does not have, which citty lets pass. Throws Error with one clear line. */
export function refuseUnknown(command: string, rawArgs: readonly string[], args: ArgsDef): void {
  const options: NonNullable<ParseArgsConfig['options']> = {}
  let positionals = 0
  for (const [name, { type }] of Object.entries(args)) {
    if (type === 'positional') positionals += 1
    else options[name] = { type: type === 'boolean' ? 'boolean' : 'string' }
  }
  try {
    const parsed = parseArgs({ args: [...rawArgs], options, allowPositionals: true, allowNegative: true })
    const extra = parsed.positionals[positionals]
    if (extra !== undefined) throw new Error(`Unexpected argument '${extra}'`)
  } catch (error) {
    const [line] = (error as Error).message.split(/\. |\n/)
    throw new Error(`${line}. See: sluice ${command} --help`)
  }
}
