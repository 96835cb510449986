import { type ArgsDef, defineCommand, renderUsage, runCommand, type SubCommandsDef } from 'citty'
import { checkCommand } from './check.ts'
import { importCommand } from './import.ts'
import { readPackageInfo } from './package-info.ts'
import { printCommand } from './print.ts'
import { printUsage } from './print-usage.ts'
import { refuseUnknown } from './refuse-unknown.ts'
import { startCommand } from './start.ts'

type Command = Extract<SubCommandsDef[string], { args?: unknown }>

const COMMANDS = new Map<string, Command>([
  ['start', startCommand],
  ['check', checkCommand],
  ['print', printCommand],
  ['import', importCommand],
])

const MAIN = defineCommand({
  meta: { name: 'sluice', description: 'A GraphQL gateway over HTTP JSON APIs and SQL databases' },
  subCommands: Object.fromEntries(COMMANDS),
})

/** Runs the command line; a failure is one clear line on standard error and exit code 1. */
export async function main(rawArgs: readonly string[]): Promise<void> {
  const [name = '--help', ...rest] = rawArgs
  if (name === '--help' || name === '-h') return printUsage(await renderUsage(MAIN))
  if (name === '--version' || name === '-v') return console.log(readPackageInfo().version)
  try {
    const command = COMMANDS.get(name)
    if (!command) throw new Error(noCommand(name))
    if (rest.includes('--help') || rest.includes('-h')) return printUsage(await renderUsage(command, MAIN))
    refuseUnknown(name, rest, command.args as ArgsDef)
    await runCommand(command, { rawArgs: rest })
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}

function noCommand(name: string): string {
  const what = name.startsWith('-') ? 'option' : 'command'
  return `There is no ${what} "${name}". Commands: ${[...COMMANDS.keys()].join(', ')}. See: sluice --help`
}
