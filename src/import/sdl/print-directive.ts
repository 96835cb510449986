import { printLiteral } from './print-literal.ts'
import type { Literal, SdlDirective } from './sdl.ts'

const WIDTH = 120

/** Whether a line is not too long. */
export function fits(line: string): boolean {
  return line.length <= WIDTH
}

/** Flat without an indent; with that of its line, broken where it must be. */
export function printDirective({ name, args }: SdlDirective, indent?: string): string {
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
