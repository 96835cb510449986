import { CONNECTION_HEADERS, NOT_IN_HEADER_VALUE } from '../../plan/http/header-value.ts'
import type { NamedTemplate } from '../../plan/http/http-binding.ts'
import { argumentList } from '../template/argument-list.ts'
import { argumentText } from '../template/argument-text.ts'
import { compileTemplate, readTemplate } from '../template/compile-template.ts'
import type { TemplateContext } from '../template/template-context.ts'

const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/s

/** Compiles `["X-Api-Key: {$env.KEY}"]`; field names as in RFC 9110, section 5.1. */
export function compileHeaders(headers: unknown, argument: string, context: TemplateContext): NamedTemplate[] {
  const list = argumentList(headers)
  const compiled: NamedTemplate[] = []
  for (const [index, header] of list.entries()) {
    const at = `${argument}.${index}`
    const [, name, text = ''] = HEADER.exec(argumentText(header)) ?? []
    if (name === undefined) {
      const shown = typeof header === 'object' ? 'an object' : `"${header}"`
      context.report(at, `${shown} is no header.`, 'Write "Name: value".')
      continue
    }
    const known = name.toLowerCase()
    if (CONNECTION_HEADERS.has(known))
      context.report(at, `the header ${name} is set by the connection itself.`, 'Remove it.')
    if (compiled.some(each => each.name === known))
      context.report(at, `the header ${name} stands here twice.`, 'Keep one of them.')
    compiled.push({ name: known, value: compileHeader(text, at, context) })
  }
  return compiled
}

function compileHeader(text: string, at: string, context: TemplateContext): NamedTemplate['value'] {
  const raw = readTemplate(text, at, context.report) ?? []
  const value = compileTemplate(
    raw,
    { argument: at, required: false, takes: 'scalar', asText: true, isSent: true },
    context,
  )
  if (value.some(part => typeof part === 'string' && NOT_IN_HEADER_VALUE.test(part)))
    context.report(at, 'the header has a character that no header can hold.', 'Write it on one line, in ASCII.')
  return value
}

/** The source's headers with the binding's own over them. */
export function mergeHeaders(source: readonly NamedTemplate[], own: readonly NamedTemplate[]): NamedTemplate[] {
  const names = new Set(own.map(({ name }) => name))
  return [...source.filter(({ name }) => !names.has(name)), ...own]
}
