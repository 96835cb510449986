import { own, ownText } from '../own-property.ts'
import type { Annotations, ScalarView } from './schema-view.ts'

/** A text, a number or a boolean, with what limits it. */
export function readScalar(type: ScalarView['type'], value: unknown): Annotations & ScalarView {
  const minimum = own(value, 'minimum')
  const maximum = own(value, 'maximum')
  return {
    kind: 'scalar',
    nullable: false,
    deprecated: false,
    readOnly: false,
    writeOnly: false,
    type,
    format: ownText(value, 'format') ?? '',
    ...(typeof minimum === 'number' ? { minimum } : {}),
    ...(typeof maximum === 'number' ? { maximum } : {}),
  }
}
