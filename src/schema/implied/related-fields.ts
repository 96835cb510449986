import {
  type ConstDirectiveNode,
  type ConstObjectFieldNode,
  type ConstValueNode,
  type FieldDefinitionNode,
  Kind,
  type TypeNode,
} from 'graphql'
import { type DeclaredSources, sourceMeant } from '../declared-sources.ts'
import { isFilterOperator } from '../filter-operators.ts'
import { isInsidePath } from '../json-kind.ts'
import { SOURCE_KINDS } from '../kind/source-kinds.ts'
import type { BaseType, RelatedField } from './base-type.ts'

type Unrelated = Omit<BaseType, 'related'>

/** An implied page of a list. */
const CONNECTION = 'Connection'

/** `{$this.name}` as the whole value. */
const PARENT_VALUE = /^\{\s*\$this\.([A-Za-z_]\w*)\s*\}$/

/**
 * The fields that surely are relations within one database: a home that a plain field has the key of, or a binding whose
 * `where` says which rows belong to a parent and takes nothing of a request.
 */
export function relatedFields(
  base: Unrelated,
  bases: ReadonlyMap<string, Unrelated>,
  declared: DeclaredSources,
): readonly RelatedField[] {
  return base.fields.flatMap(field => {
    const named = innermostName(field.type)
    const isPage = !bases.has(named) && named.endsWith(CONNECTION)
    const name = isPage ? named.slice(0, -CONNECTION.length) : named
    const related = bases.get(name)
    if (!related || !isSameDatabase(base.home, related.home, declared)) return []
    const list = isPage || isList(field.type)
    const isRelation = bindingOf(field)
      ? hasFixedWhere(field, base, list, declared)
      : !list && isPlainKey(field, related)
    return isRelation ? [{ name: field.name.value, type: name, list }] : []
  })
}

function isSameDatabase(
  a: ConstDirectiveNode | undefined,
  b: ConstDirectiveNode | undefined,
  declared: DeclaredSources,
): boolean {
  return relates(a) && a?.name.value === b?.name.value && sourceOf(a, declared) === sourceOf(b, declared)
}

export function relates(binding: ConstDirectiveNode | undefined): boolean {
  return SOURCE_KINDS.get(binding?.name.value ?? '')?.relates === true
}

/** A field that holds the one key of a home, in a whole column. */
function isPlainKey({ arguments: args = [], directives = [] }: FieldDefinitionNode, related: Unrelated): boolean {
  const key = argumentOf(related.home, 'key')
  const isComposite = key?.kind === Kind.LIST && key.values.length > 1
  return (
    args.length === 0 && !isComposite && directives.every(({ name }) => name.value !== 'map' || isWholeMap(directives))
  )
}

function hasFixedWhere(field: FieldDefinitionNode, base: Unrelated, list: boolean, declared: DeclaredSources): boolean {
  const binding = bindingOf(field)
  if (!binding || binding.name.value !== base.home?.name.value) return false
  const names = binding.arguments?.map(({ name }) => name.value) ?? []
  if (!names.every(name => WHERE_ARGUMENTS.has(name) || (list && name === 'orderBy'))) return false
  if (argumentOf(binding, 'source') !== undefined && sourceOf(binding, declared) !== sourceOf(base.home, declared))
    return false
  const through = argumentOf(binding, 'through')
  const own = entriesOf(argumentOf(binding, 'where'))
  const joined = through?.kind === Kind.OBJECT ? through.fields.find(({ name }) => name.value === 'where') : undefined
  const keyed = through ? entriesOf(joined?.value) : own
  const rest = [...(through ? own : []), ...keyed.filter(entry => parentName(entry).length === 0)]
  const parents = keyed.flatMap(parentName)
  const isDistinct = new Set(parents).size === parents.length
  return parents.length > 0 && isDistinct && parents.every(name => isWholeColumn(name, base)) && rest.every(isFixed)
}

const WHERE_ARGUMENTS: ReadonlySet<string> = new Set(['where', 'source', 'through'])

function entriesOf(value: ConstValueNode | undefined): readonly ConstObjectFieldNode[] {
  return value?.kind === Kind.OBJECT ? value.fields : []
}

function parentName({ value }: ConstObjectFieldNode): string[] {
  const name = value.kind === Kind.STRING ? PARENT_VALUE.exec(value.value)?.[1] : undefined
  return name === undefined ? [] : [name]
}

/** A plain field that reads a whole column, or no plain field: the column itself. */
function isWholeColumn(name: string, { fields }: Unrelated): boolean {
  const field = fields.find(each => each.name.value === name)
  return !field || bindingOf(field) !== undefined || isWholeMap(field.directives ?? [])
}

/** Conditions on columns, none of them with a request's arguments: a value, a list of values, or operators. */
function isFixed({ name, value }: ConstObjectFieldNode): boolean {
  if (!COMBINATIONS.has(name.value)) return isFixedCondition(value)
  const filters = value.kind === Kind.LIST ? value.values : [value]
  return filters.every(filter => filter.kind === Kind.OBJECT && filter.fields.every(isFixed))
}

const COMBINATIONS: ReadonlySet<string> = new Set(['and', 'or', 'not'])

function isFixedCondition(value: ConstValueNode): boolean {
  if (value.kind !== Kind.OBJECT) return isFixedValue(value)
  return value.fields.every(operand => isFilterOperator(operand.name.value) && isFixedValue(operand.value))
}

function isFixedValue(value: ConstValueNode): boolean {
  const values = value.kind === Kind.LIST ? value.values : [value]
  return values.every(each => each.kind !== Kind.OBJECT && !(each.kind === Kind.STRING && each.value.includes('$args')))
}

/** A path of one segment, `name` or `['odd name']`. */
const ONE_SEGMENT = /^(?:[A-Za-z_$@][\w$@-]*|\['(?:[^'\\]|\\.)*'\])$/s

/** Whether an `@map` leads to one value inside a column, and none to more. */
export function isInsideMap(directives: readonly ConstDirectiveNode[]): boolean {
  const maps = directives.filter(({ name }) => name.value === 'map')
  return maps.every(map => {
    const from = argumentOf(map, 'from')
    return from?.kind === Kind.STRING && isInsidePath(from.value) && argumentOf(map, 'as') === undefined
  })
}

/** Whether there is no `@map` to something inside a column. */
export function isWholeMap(directives: readonly ConstDirectiveNode[]): boolean {
  return directives
    .filter(({ name }) => name.value === 'map')
    .every(map => {
      const from = argumentOf(map, 'from')
      return from?.kind === Kind.STRING && ONE_SEGMENT.test(from.value)
    })
}

export function bindingOf({ directives = [] }: FieldDefinitionNode): ConstDirectiveNode | undefined {
  return directives.find(({ name }) => SOURCE_KINDS.has(name.value))
}

/** The source that a directive names, else the one that its file declares, else the only one. */
function sourceOf(directive: ConstDirectiveNode | undefined, declared: DeclaredSources): string | undefined {
  const source = argumentOf(directive, 'source')
  if (source?.kind === Kind.STRING) return source.value
  const file = directive?.loc?.source.name
  return directive && file !== undefined ? sourceMeant(declared, file, directive.name.value) : undefined
}

export function argumentOf(directive: ConstDirectiveNode | undefined, name: string): ConstValueNode | undefined {
  return directive?.arguments?.find(argument => argument.name.value === name)?.value
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE
}

export function innermostName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : innermostName(type.type)
}
