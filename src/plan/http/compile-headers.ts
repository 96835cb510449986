import { compileTemplate, readTemplate, type TemplateContext } from '../compile-template.ts'
import type { NamedTemplate } from './http-binding.ts'

const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/s

/** Compiles `["X-Api-Key: {$env.KEY}"]`; field names as in RFC 9110, section 5.1. */
export function compileHeaders(headers: unknown, argument: string, context: TemplateContext): NamedTemplate[] {
  const list = headers === undefined || headers === null ? [] : Array.isArray(headers) ? headers : [headers]
  return list.flatMap((header: unknown, index) => {
    const at = `${argument}.${index}`
    const match = HEADER.exec(String(header))
    if (!match) {
      context.report(at, `"${header}" is no header.`, 'Write "Name: value".')
      return []
    }
    const raw = readTemplate(match[2] ?? '', at, context.report) ?? []
    const value = compileTemplate(raw, { argument: at, required: false }, context)
    return [{ name: (match[1] ?? '').toLowerCase(), value }]
  })
}

/** The source's headers with the binding's own over them. */
export function mergeHeaders(source: readonly NamedTemplate[], own: readonly NamedTemplate[]): NamedTemplate[] {
  const names = new Set(own.map(({ name }) => name))
  return [...source.filter(({ name }) => !names.has(name)), ...own]
}
