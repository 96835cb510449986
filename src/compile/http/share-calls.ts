import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { BoundPlan } from '../../plan/schema-plan.ts'

/** A parameter of a URL that is one value of the parent and nothing else. */
const PARAMETER = /[?&]([\w.-]+)=\{\$this\.([\w.]+)\}/

/** How the calls of a binding or home would be one for many keys. */
export function shareCalls({ binding, key }: BoundPlan<HttpBinding>): string {
  const { method, text, link, connection } = binding
  const names = link ? '{$batch.…}' : key.map(({ name }) => `{$batch.${name}}`).join(', ')
  if (connection) return `If whole lists will do in the place of pages, write a call for several, with ${names} and by.`
  const url = text.slice(method.length + 1)
  const [, parameter, name] = PARAMETER.exec(url) ?? []
  const isOnly = key.length === 1 && url.split('{$this.').length === 2
  const call =
    parameter !== undefined && isOnly
      ? `${method}: "${url.replace(`{$this.${name}}`, `{$batch.${name}}`)}", by: "${parameter}"`
      : `such a call, with ${names} and by`
  return `If the API takes several keys at once, write ${call}.`
}
