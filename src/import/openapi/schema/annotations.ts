import { isObject } from '../../../plan/is-object.ts'
import { own, ownList, ownText } from '../own-property.ts'
import type { Annotations } from './schema-view.ts'

/** What tells nothing of a value's structure. */
const ANNOTATIONS = new Set([
  ...['title', 'description', 'summary', 'default', 'example', 'examples', 'deprecated', 'nullable'],
  ...['readOnly', 'writeOnly', 'externalDocs', 'xml', '$comment', '$schema', '$id', '$anchor', '$defs', 'definitions'],
])

/** What a schema says that says nothing. */
export const NOTHING: Annotations = { nullable: false, deprecated: false, readOnly: false, writeOnly: false }

export function annotationsOf(value: unknown): Annotations {
  const description = ownText(value, 'description')
  const examples = [own(value, 'example'), ...ownList(value, 'examples')].filter(
    example => typeof example === 'object' && example !== null,
  )
  return {
    nullable: own(value, 'nullable') === true || own(value, 'x-nullable') === true,
    ...(description === undefined ? {} : { description }),
    deprecated: own(value, 'deprecated') === true,
    readOnly: own(value, 'readOnly') === true,
    writeOnly: own(value, 'writeOnly') === true,
    ...(isObject(value) && Object.hasOwn(value, 'default') ? { fallback: value.default } : {}),
    ...(examples.length === 0 ? {} : { examples }),
  }
}

/** A view with what is said of it where it stands, the nearest first. */
export function annotate<View extends Annotations>(view: View, said: readonly Annotations[]): View {
  const all = [...said, view]
  const description = all.find(each => each.description !== undefined)?.description
  const fallback = all.find(each => each.fallback !== undefined)?.fallback
  const examples = all.flatMap(each => each.examples ?? [])
  return {
    ...view,
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(examples.length === 0 ? {} : { examples }),
    nullable: all.some(({ nullable }) => nullable),
    deprecated: all.some(({ deprecated }) => deprecated),
    readOnly: all.some(({ readOnly }) => readOnly),
    writeOnly: all.some(({ writeOnly }) => writeOnly),
  }
}

/** Whether a schema says more than annotations; `true` and `false` are schemas too. */
export function tellsStructure(value: unknown): boolean {
  return !isObject(value) || Object.keys(value).some(isStructure)
}

/** Whether a keyword tells of a value's structure. */
export function isStructure(key: string): boolean {
  return !ANNOTATIONS.has(key) && !key.startsWith('x-')
}
