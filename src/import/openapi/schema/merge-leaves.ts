import { identityOf, type Located } from '../document/documents.ts'
import { NOTHING } from './annotations.ts'
import type { EnumView, ScalarView, SchemaView } from './schema-view.ts'

type Leaf = SchemaView & (EnumView | ScalarView)

/**
 * What is several scalars and enums at once: of enums one with the values that all of them have, whatever text or number
 * stands beside them; else the narrowest scalar. `undefined` where other views are among them, or no value is all of them.
 */
export function mergeLeaves(
  views: readonly SchemaView[],
  located: Located,
  name: { readonly name?: string },
): SchemaView | undefined {
  const leaves = views.filter((view): view is Leaf => view.kind === 'scalar' || view.kind === 'enum')
  const isOneType = new Set(leaves.map(typeOf)).size === 1
  if (leaves.length < views.length || !isOneType) return undefined
  const enums = leaves.filter(view => view.kind === 'enum')
  if (enums.length > 0) return commonEnum(enums, located, name)
  return leaves.filter(view => view.kind === 'scalar').reduce(narrower)
}

function typeOf(view: Leaf): string {
  if (view.kind === 'enum') return view.values.every(value => typeof value === 'number') ? 'number' : 'string'
  return view.type === 'integer' ? 'number' : view.type
}

/** One of the enums itself where the others allow all of its values. */
function commonEnum(
  enums: readonly (SchemaView & EnumView)[],
  located: Located,
  name: { readonly name?: string },
): SchemaView | undefined {
  const [first, ...others] = enums
  const common = (first?.values ?? []).filter(value => others.every(({ values }) => values.includes(value)))
  if (!first || common.length === 0) return undefined
  const whole = enums.find(({ values }) => values.length === common.length)
  if (whole) return whole
  const names = common.flatMap(value => first.names?.[first.values.indexOf(value)] ?? [])
  return {
    ...NOTHING,
    kind: 'enum',
    id: identityOf(located),
    ...name,
    values: common,
    ...(names.length === common.length ? { names } : {}),
  }
}

/** Both at once: what only one of them says counts. */
function narrower(one: SchemaView & ScalarView, other: SchemaView & ScalarView): SchemaView & ScalarView {
  return {
    ...one,
    ...other,
    type: one.type === 'integer' ? one.type : other.type,
    format: other.format === '' ? one.format : other.format,
    ...(one.isWide ? { isWide: true } : {}),
  }
}
