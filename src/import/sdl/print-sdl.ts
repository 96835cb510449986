import {
  EnumLiteral,
  type Literal,
  type SdlArgument,
  type SdlDefinition,
  type SdlDirective,
  type SdlMember,
} from './sdl.ts'

const WIDTH = 120

/** The definitions as the text of a schema file, formatted as Biome and Prettier do at a width of 120. */
export function printSdl(definitions: readonly SdlDefinition[]): string {
  return `${definitions.map(printDefinition).join('\n\n')}\n`
}

function printDefinition({ kind, name, description, directives = [], members, types }: SdlDefinition): string {
  const head = `${kind} ${name}`.trim()
  if (types)
    return `${printDescription(description, '')}${printUnion(withDirectives(head, directives, '', ' ='), types)}`
  const text = `${printDescription(description, '')}${withDirectives(head, directives, '', members ? ' {' : '')}`
  if (!members) return text
  return `${text}\n${members.map(printMember).join('\n')}\n}`
}

function printUnion(head: string, types: readonly string[]): string {
  const flat = `${head} ${types.join(' | ')}`
  return fits(flat.slice(flat.lastIndexOf('\n') + 1)) ? flat : `${head}${types.map(type => `\n  | ${type}`).join('')}`
}

function printMember({ name, description, args = [], type, defaultValue, directives = [] }: SdlMember): string {
  const suffix = `${type === undefined ? '' : `: ${type}`}${printDefault(defaultValue)}`
  const described = args.map(arg => `${printDescription(arg.description, '').replace(/\n$/, ' ')}${printArgument(arg)}`)
  const flat = args.length === 0 ? name : `${name}(${described.join(', ')})`
  const broken = () =>
    `${name}(\n${args.map(arg => `${printDescription(arg.description, '    ')}    ${printArgument(arg)}\n`).join('')}  )`
  const isFlat = args.length === 0 || (!flat.includes('\n') && fits(`  ${flat}${suffix}`))
  const head = isFlat ? `${flat}${suffix}` : `${broken()}${suffix}`
  return `${printDescription(description, '  ')}${withDirectives(`  ${head}`, directives, '  ')}`
}

function printArgument({ name, type, defaultValue, directives = [] }: SdlArgument): string {
  return [
    `${name}: ${type}${printDefault(defaultValue)}`,
    ...directives.map(directive => printDirective(directive)),
  ].join(' ')
}

function printDefault(value: Literal | undefined): string {
  return value === undefined ? '' : ` = ${printLiteral(value)}`
}

/** On the line of what they stand on, or else each on a line of its own; what opens a body then stands alone too. */
function withDirectives(head: string, directives: readonly SdlDirective[], indent: string, open = ''): string {
  const lastLine = head.slice(head.lastIndexOf('\n') + 1)
  const flat = directives.map(directive => ` ${printDirective(directive)}`).join('')
  if (directives.length === 0 || fits(`${lastLine}${flat}${open}`)) return `${head}${flat}${open}`
  const lines = directives.map(directive => `\n${indent}  ${printDirective(directive, `${indent}  `)}`)
  return `${head}${lines.join('')}${open === '' ? '' : `\n${open.trim()}`}`
}

/** On one line in quotes, or as a block string (specification, 2.9.4). */
function printDescription(text: string | undefined, indent: string): string {
  if (text === undefined || text.trim() === '') return ''
  const lines = text
    .toWellFormed()
    .trim()
    .split(/\r\n|[\n\r]/)
  if (lines.length === 1 || /[^\P{C}\n\r]/u.test(text))
    return `${indent}${JSON.stringify(text.toWellFormed().trim())}\n`
  const body = lines.map(line => `${indent}${line.trimEnd()}`.trimEnd().replaceAll('"""', '\\"""'))
  return `${indent}"""\n${body.join('\n')}\n${indent}"""\n`
}

/** On one line. JSON's escapes are those of GraphQL strings (specification, 2.9.4). */
function printLiteral(value: Literal): string {
  if (value instanceof EnumLiteral) return value.name
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const parts = Object.entries(value).map(([name, item]) => `${name}: ${printLiteral(item)}`)
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}

/** Whether a line is not too long. */
function fits(line: string): boolean {
  return line.length <= WIDTH
}

/** Flat without an indent; with that of its line, broken where it must be. */
function printDirective({ name, args }: SdlDirective, indent?: string): string {
  const entries = Object.entries(args)
  if (entries.length === 0) return `@${name}`
  const flat = `@${name}(${entries.map(([key, value]) => `${key}: ${printLiteral(value)}`).join(', ')})`
  if (indent === undefined || fits(`${indent}${flat}`)) return flat
  const lines = entries.map(
    ([key, value]) => `${indent}  ${key}: ${printValue(value, `${indent}  ${key}: `, `${indent}  `)}\n`,
  )
  return `@${name}(\n${lines.join('')}${indent})`
}

/** A value behind `before` on its line; objects and lists that are too long have a line for each part. */
function printValue(value: Literal, before: string, indent: string): string {
  const flat = printLiteral(value)
  if (fits(`${before}${flat}`) || typeof value !== 'object' || value === null) return flat
  const inner = `${indent}  `
  if (Array.isArray(value))
    return `[\n${value.map(item => `${inner}${printValue(item, inner, inner)}\n`).join('')}${indent}]`
  const lines = Object.entries(value).map(
    ([key, item]) => `${inner}${key}: ${printValue(item, `${inner}${key}: `, inner)}\n`,
  )
  return `{\n${lines.join('')}${indent}}`
}
