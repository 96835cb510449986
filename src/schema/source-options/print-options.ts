import type { OptionTable, SourceOption } from './source-option.ts'

/** The input type of a table's options, as SDL. */
export function inputOf(name: string, table: OptionTable): string {
  const fields = Object.entries(table).map(
    ([option, said]) => `${JSON.stringify(said.description)}\n${option}: ${typeOf(said)}`,
  )
  return `input ${name} {\n${fields.join('\n')}\n}\n`
}

function typeOf(option: SourceOption): string {
  switch (option.takes) {
    case 'duration':
      return 'String'
    case 'count':
      return 'Int'
    case 'switch':
      return 'Boolean'
    default:
      return option.type
  }
}

/** The enums that options of the tables take, each once, as SDL. */
export function enumsOf(tables: readonly OptionTable[]): string {
  const enums = new Map<string, string>()
  for (const option of tables.flatMap(table => Object.values(table)))
    if (option.takes === 'choice') enums.set(option.type, `enum ${option.type} { ${option.values.join(' ')} }\n`)
  return [...enums.values()].join('')
}
