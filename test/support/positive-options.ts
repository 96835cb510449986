import { parseArgs } from 'node:util'

/** The options of the command line, each a number above 0; says what is wrong and ends the process where one is none. */
export function positiveOptions<Name extends string>(defaults: Readonly<Record<Name, number>>): Record<Name, number> {
  const names = Object.keys(defaults) as Name[]
  const options = Object.fromEntries(
    names.map(name => [name, { type: 'string', default: String(defaults[name]) }] as const),
  )
  const { values } = parseArgs({ options })
  return Object.fromEntries(names.map(name => [name, readPositive(name, String(values[name]))])) as Record<Name, number>
}

function readPositive(name: string, text: string): number {
  const number = Number(text)
  if (number > 0) return number
  console.error(`--${name} takes a number above 0, not "${text}".`)
  process.exit(2)
}
