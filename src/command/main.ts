import { type ParseArgsConfig, parseArgs, stripVTControlCharacters } from 'node:util'
import { type ArgsDef, defineCommand, renderUsage, runCommand, type SubCommandsDef } from 'citty'
import { suggest } from '../schema/suggest.ts'
import { checkCommand } from './check.ts'
import { devCommand } from './dev.ts'
import { explainCommand } from './explain.ts'
import { harmless } from './harmless.ts'
import { importCommand } from './import.ts'
import { initCommand } from './init.ts'
import { readPackageInfo } from './package-info.ts'
import { persistCommand } from './persist.ts'
import { printCommand } from './print.ts'
import { recordCommand } from './record.ts'
import { runFieldCommand } from './run-field.ts'
import { SCHEMA_ARGUMENT } from './schema-argument.ts'
import { startCommand } from './start.ts'
import { testCommand } from './test.ts'
import { typesCommand } from './types.ts'

type Command = Extract<SubCommandsDef[string], { args?: unknown }>

const COMMANDS = new Map<string, Command>([
  ['start', startCommand],
  ['dev', devCommand],
  ['check', checkCommand],
  ['explain', explainCommand],
  ['print', printCommand],
  ['types', typesCommand],
  ['run', runFieldCommand],
  ['record', recordCommand],
  ['test', testCommand],
  ['import', importCommand],
  ['init', initCommand],
  ['persist', persistCommand],
])

const MAIN = defineCommand({
  meta: { name: 'sluice', description: 'A GraphQL gateway over HTTP JSON APIs and SQL databases' },
  subCommands: Object.fromEntries(COMMANDS),
})

/** Runs the command line; a failure is one clear line on standard error and exit code 1. */
export async function main(rawArgs: readonly string[]): Promise<void> {
  process.stdout.on('error', onOutputError)
  const [name = '--help', ...rest] = rawArgs
  if (name === '--help' || name === '-h') return printUsage(await renderUsage(MAIN))
  if (name === '--version' || name === '-v') return console.log(readPackageInfo().version)
  // Whoever reads the console may go away; what there is to do goes on.
  process.stdout.on('error', () => undefined)
  try {
    const command = COMMANDS.get(name)
    if (!command) throw new Error(noCommand(name))
    if (rest.includes('--help') || rest.includes('-h')) return printUsage(await renderUsage(command, MAIN))
    refuseUnknown(name, rest, command.args as ArgsDef)
    await runCommand(command, { rawArgs: rest })
  } catch (error) {
    console.error(harmless(error instanceof Error ? error.message : String(error)))
    process.exitCode = 1
  }
}

/** A reader that has gone (`| head -1`) has seen enough; without a listener it would end the gateway in the middle of its requests. */
function onOutputError({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return
  console.error(`The output can't be written: ${message}.`)
  process.exitCode = 1
}

/** What other programs call the same. */
const OF_OTHERS: ReadonlyMap<string, string> = new Map([
  ['serve', 'start'],
  ['watch', 'dev'],
  ['validate', 'check'],
  ['lint', 'check'],
  ['plan', 'explain'],
  ['introspect', 'import'],
  ['generate', 'import'],
  ['codegen', 'types'],
  ['generate-persisted-query-manifest', 'persist'],
  ['new', 'init'],
  ['create', 'init'],
])

function noCommand(name: string): string {
  const names = [...COMMANDS.keys()]
  if (name.startsWith('-'))
    return `There is no option "${name}" before a command. Commands: ${names.join(', ')}. See: sluice --help`
  const other = OF_OTHERS.get(name)
  const meant = other ? `Write: sluice ${other}.` : (suggest(name, names) ?? `Commands: ${names.join(', ')}.`)
  const isPath = /\.(?:graphqls?|gql)$/.test(name)
  return isPath
    ? `There is no command "${name}". To serve it, write: sluice start ${name}`
    : `There is no command "${name}". ${meant} See: sluice --help`
}

/** Prints what a command takes; in colours only for a terminal that shows them. */
function printUsage(usage: string): void {
  const shown = process.stdout.isTTY && process.stdout.hasColors() ? usage : stripVTControlCharacters(usage)
  console.log(`${shown}\n`)
}

/** The flags that may have been meant by an unknown one. */
function meantFlag(refusal: string, args: ArgsDef): string | undefined {
  const [, given] = /^Unknown option '(--[^']+)'/.exec(refusal) ?? []
  if (given === undefined) return undefined
  const flags = Object.entries(args).filter(([, { type }]) => type !== 'positional')
  const names = given.startsWith('--no-')
    ? flags.filter(([, { type }]) => type === 'boolean').map(([name]) => `--no-${name}`)
    : flags.map(([name]) => `--${name}`)
  return suggest(given, names)
}

/** Arguments that may be given any number of times. */
const LISTS: ReadonlySet<string> = new Set([...Object.keys(SCHEMA_ARGUMENT), 'documents', 'cases'])

/** Refuses flags and arguments that a command does not have, which citty lets pass. Throws Error with one clear line. */
function refuseUnknown(command: string, rawArgs: readonly string[], args: ArgsDef): void {
  const options: NonNullable<ParseArgsConfig['options']> = {}
  let positionals = 0
  for (const [name, { type }] of Object.entries(args)) {
    if (type === 'positional') positionals += LISTS.has(name) ? Number.POSITIVE_INFINITY : 1
    else options[name] = { type: type === 'boolean' ? 'boolean' : 'string' }
  }
  try {
    const parsed = parseArgs({ args: [...rawArgs], options, allowPositionals: true, allowNegative: true })
    const extra = parsed.positionals[positionals]
    if (extra !== undefined) throw new Error(`Unexpected argument '${extra}'`)
  } catch (error) {
    const [line = ''] = (error as Error).message.split(/\. |\n/)
    throw new Error([`${line}.`, meantFlag(line, args), `See: sluice ${command} --help`].filter(Boolean).join(' '))
  }
}
