import { identityOf, type Located } from '../document/documents.ts'
import { mergeLeaves } from './merge-leaves.ts'
import type { EnumView, ObjectView, SchemaView } from './schema-view.ts'

interface Named {
  readonly name?: string
}

/**
 * What is all of several views at once: objects have the properties of each, and of other types the last one says more than
 * those before.
 */
export function mergeAll(views: readonly SchemaView[], located: Located, name: Named): SchemaView {
  // Null is allowed where every part allows it.
  const common = commonOf(views, views.every(isNullable))
  const telling = views.filter(tells)
  const [first] = telling
  if (!first) return { ...common, kind: 'any' }
  const description = views.find(view => view.description !== undefined)?.description
  const described = description === undefined ? common : { ...common, description }
  if (telling.every(view => view.kind === 'object')) {
    const required = new Set(telling.flatMap(view => [...view.required]))
    return { ...described, ...mergeObjects(telling, required, located, 'all'), ...name }
  }
  const leaf = mergeLeaves(telling, located, name)
  if (leaf) return { ...leaf, ...described }
  const last = telling.at(-1) ?? first
  if (telling.every(view => view.kind === first.kind) && first.kind !== 'object') return { ...last, ...described }
  return { ...common, kind: 'any', why: 'what it is made of does not go together' }
}

/**
 * Any of several objects as one: it has the properties of each, and certain are only those that `base` or all of them
 * require. `undefined` for what are not all objects.
 */
export function mergeAny(
  views: readonly SchemaView[],
  located: Located,
  name: Named,
  base?: ObjectView,
): (SchemaView & ObjectView) | undefined {
  const telling = views.filter(tells)
  if (!telling.every(view => view.kind === 'object')) return undefined
  const [first, ...rest] = telling
  const inAll = [...(first?.required ?? [])].filter(property => rest.every(({ required }) => required.has(property)))
  const required = new Set([...(base?.required ?? []), ...inAll])
  const objects = base ? [base, ...telling] : telling
  return { ...commonOf(views, views.some(isNullable)), ...mergeObjects(objects, required, located, 'any'), ...name }
}

/** The enum of all values of several. */
export function mergeEnums(views: readonly EnumView[], located: Located, name: Named): EnumView {
  const named = new Map(
    views.flatMap(({ values, names }) => values.map((value, at) => [value, names?.[at] ?? String(value)] as const)),
  )
  return { kind: 'enum', id: identityOf(located), ...name, values: [...named.keys()], names: [...named.values()] }
}

function commonOf(views: readonly SchemaView[], nullable: boolean) {
  return {
    nullable,
    deprecated: false,
    readOnly: views.some(view => view.readOnly),
    writeOnly: views.some(view => view.writeOnly),
  }
}

function isNullable({ nullable }: SchemaView): boolean {
  return nullable
}

function tells(view: SchemaView): boolean {
  return view.kind !== 'any' || view.why !== undefined
}

function mergeObjects(
  views: readonly ObjectView[],
  required: ReadonlySet<string>,
  located: Located,
  which: 'all' | 'any',
): ObjectView {
  const properties = new Map<string, Located>()
  for (const view of views)
    for (const [name, place] of view.properties) {
      const known = properties.get(name)
      const isNew = !known || identityOf(known) === identityOf(place) || known.file !== place.file
      properties.set(name, isNew ? place : bothOf(known, place, `${located.pointer}/properties/${name}`, which))
    }
  return {
    kind: 'object',
    id: identityOf(located),
    properties,
    required,
    absent: new Set(),
    isOpen: views.some(view => view.isOpen),
  }
}

/** A property that two parts have: it is both, or either. */
function bothOf(one: Located, other: Located, pointer: string, which: 'all' | 'any'): Located {
  const values = [...partsOf(one, which), ...partsOf(other, which)]
  const value = which === 'all' ? { allOf: values } : { anyOf: values }
  return {
    file: one.file,
    pointer: `${pointer}#${other.pointer}`,
    value,
    ...(which === 'any' ? { isEither: true } : {}),
  }
}

/** Those of what has been put together before are one list with the next. */
function partsOf({ value, isEither }: Located, which: 'all' | 'any'): readonly unknown[] {
  const known = which === 'any' && isEither ? (value as { readonly anyOf?: readonly unknown[] }).anyOf : undefined
  return known ?? [value]
}
