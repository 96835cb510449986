import { TemplateValueError } from '../../plan/template-value-error.ts'
import { scalarText } from './url-text.ts'

/**
 * An object as `application/x-www-form-urlencoded`: `a[b]=1` for an object in it, `a[0][b]=1` for a list of objects, and
 * `a=1&a=2` for a list of scalars. What is absent or null is left out. Throws TemplateValueError for a value that is no object.
 */
export function formText(form: unknown): string {
  if (form === undefined || form === null) return ''
  if (typeof form !== 'object' || Array.isArray(form)) throw new TemplateValueError('args')
  return entriesOf('', form)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
}

type Entry = readonly [name: string, value: string]

function entriesOf(name: string, value: unknown): readonly Entry[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value))
    return value.flatMap((item, index) => entriesOf(typeof item === 'object' ? `${name}[${index}]` : name, item))
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([inner, each]) => entriesOf(name === '' ? inner : `${name}[${inner}]`, each))
  const text = scalarText(value)
  if (text === undefined || !name.isWellFormed()) throw new TemplateValueError('args')
  return [[name, text]]
}
