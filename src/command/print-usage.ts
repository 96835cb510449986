import { stripVTControlCharacters } from 'node:util'

/** Prints what a command takes; in colours only for a terminal that shows them. */
export function printUsage(usage: string): void {
  const shown = process.stdout.isTTY && process.stdout.hasColors() ? usage : stripVTControlCharacters(usage)
  console.log(`${shown}\n`)
}
