import { plural, singular } from '../name/inflect.ts'
import { wordsOf } from '../name/words.ts'
import type { SampleShape } from './shape.ts'

/** What a sample is about. */
export interface SampleContent {
  readonly shape: SampleShape
  /** The properties that lead to it. */
  readonly select?: readonly string[]
  /** Where it tells of a page: the shape of what is on it. */
  readonly items?: SampleShape
}

/** What lists are called that an answer holds beside what tells of the page. */
const LISTS = new Set([
  ...['data', 'items', 'results', 'result', 'records', 'rows', 'entries', 'values', 'content', 'hits', 'value'],
  ...['features', 'docs', 'documents', 'elements', 'objects', 'list'],
])

/** The only property of an object that has no other, the list of an envelope that is well known, or a page with a list in it. */
export function contentOf(shape: SampleShape, words: readonly string[]): SampleContent {
  if (!isObject(shape)) return { shape }
  const [[select, inner] = [], another] = shape.properties
  const [kind, mixed] = inner?.kinds ?? []
  if (select !== undefined && inner && !another && !mixed && (kind === 'list' || kind === 'object'))
    return { shape: inner, select: [select] }
  const known = knownEnvelope(shape)
  if (known) return known
  const many = plural(singular(words)).join(' ')
  // HAL has its lists one level deeper.
  const embedded = shape.properties.get('_embedded')
  for (const [name, inner] of [...shape.properties, ...(embedded?.properties ?? [])])
    if (isList(inner) && (LISTS.has(name) || wordsOf(name).join(' ') === many)) return { shape, items: inner.items }
  return { shape }
}

/** OData (JSON Format 4.01, 4), GeoJSON (RFC 7946, 3.3) and HAL: a list beside nothing but what the format itself says. */
function knownEnvelope({ properties }: SampleShape): SampleContent | undefined {
  const others = (list: string) => [...properties.keys()].filter(name => name !== list)
  const value = properties.get('value')
  if (isList(value) && others('value').every(name => /^@?odata\./.test(name)))
    return { shape: value, select: ['value'] }
  const features = properties.get('features')
  if (isList(features) && others('features').every(name => ['type', 'bbox', 'crs', 'name'].includes(name)))
    return { shape: features, select: ['features'] }
  const embedded = properties.get('_embedded')
  const [[name = '', list] = [], another] = embedded?.properties ?? []
  const isHal = isList(list) && !another && others('_embedded').every(each => each === '_links')
  return isHal ? { shape: list, select: ['_embedded', name] } : undefined
}

function isObject({ kinds }: SampleShape): boolean {
  return kinds.size === 1 && kinds.has('object')
}

function isList(shape: SampleShape | undefined): shape is SampleShape & { readonly items: SampleShape } {
  return shape?.kinds.size === 1 && shape.kinds.has('list') && shape.items !== undefined && isObject(shape.items)
}
