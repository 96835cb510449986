import { own, ownList, ownText } from '../own-property.ts'
import type { Annotations, ScalarView } from './schema-view.ts'
import { isOfFormat } from './text-formats.ts'

const INT_RANGE = [-(2 ** 31), 2 ** 31 - 1] as const

/** A text, a number or a boolean, with what limits it. */
export function readScalar(type: ScalarView['type'], value: unknown): Annotations & ScalarView {
  const shown = [...['minimum', 'maximum', 'default', 'example', 'const'].map(name => own(value, name))]
  const all = [...shown, ...ownList(value, 'examples'), ...ownList(value, 'enum')]
  const isWide = all.some(isBeyondInt)
  // OpenAPI 3.1 says `byte` as JSON Schema does.
  const format = ownText(value, 'format') ?? (ownText(value, 'contentEncoding') === 'base64' ? 'byte' : '')
  const minimum = own(value, 'minimum')
  const maximum = own(value, 'maximum')
  return {
    kind: 'scalar',
    nullable: false,
    deprecated: false,
    readOnly: false,
    writeOnly: false,
    type,
    format: all.every(each => isOfFormat(each, format)) ? format : '',
    ...(typeof minimum === 'number' ? { minimum } : {}),
    ...(typeof maximum === 'number' ? { maximum } : {}),
    ...(isWide ? { isWide } : {}),
    ...(type === 'string' && isNumeric(value) ? { isNumeric: true } : {}),
  }
}

/** Whether a value is an integer that GraphQL's Int can not be. */
export function isBeyondInt(value: unknown): boolean {
  return Number.isInteger(value) && (Number(value) < INT_RANGE[0] || Number(value) > INT_RANGE[1])
}

/** By its format, or by a pattern of digits, signs and points alone. */
function isNumeric(value: unknown): boolean {
  const pattern = ownText(value, 'pattern')?.replaceAll(String.raw`\d`, '0') ?? ''
  return ownText(value, 'format') === 'decimal' || (/\d/.test(pattern) && /^[\d^$(?!|:)[\]{},*+\-.\\]+$/.test(pattern))
}
