import { getNamedType, isLeafType } from 'graphql'
import type { Path } from '../../plan/path.ts'
import type { FieldPlan, TypePlan } from '../../plan/schema-plan.ts'
import { fixedPath, readsOf } from '../../plan/source-path.ts'
import type { Guards, Scopes } from '../../plan/user/guards.ts'
import type { ValueRead } from './value-reads.ts'

type Types = ReadonlyMap<string, TypePlan>

/** A field that reads a part of an object, or of one inside it. */
interface Reader {
  readonly field: FieldPlan
  /** From the outermost object. */
  readonly path: Path
  /** Whether it shows all that stands there. */
  readonly isWhole: boolean
}

/** What a user must have to see what is read: the guards of all fields that show it, or a part of it; none where another shows it to everybody. */
export function scopesOfRead(read: ValueRead, types: Types, guards: Guards): readonly Scopes[] {
  const type = types.get(read.type)
  if (!type) return []
  const of = ({ coordinate }: Pick<FieldPlan, 'coordinate'>) => guards.get(coordinate) ?? []
  const named = read.field === undefined ? undefined : type.fields.get(read.field)
  if (named) return of(named)
  const readers = readersOf(type, read, types, [], []).filter(({ field }) => field.coordinate !== read.at)
  const isFree = readers.some(
    each => each.isWhole && each.path.length <= read.path.length && of(each.field).length === 0,
  )
  return isFree ? [] : readers.flatMap(({ field }) => of(field))
}

function readersOf(
  type: TypePlan,
  read: ValueRead,
  types: Types,
  outer: Path,
  around: readonly string[],
): readonly Reader[] {
  if (around.includes(type.name)) return []
  const plain = [...type.fields.values()].filter(({ bound }) => !bound)
  return plain.flatMap(field => {
    const source = field.paths.get(read.source)
    const fixed = fixedPath(source)
    const isWhole = fixed !== undefined && isLeafType(getNamedType(field.type))
    const own = readsOf(source)
      .map(path => [...outer, ...path])
      .filter(path => overlap(path, read.path))
      .map(path => ({ field, path, isWhole }))
    const inner = own.length > 0 ? types.get(getNamedType(field.type).name) : undefined
    // Where objects have a home, only their key stands here.
    if (!fixed || !inner || inner.home) return own
    return [...own, ...readersOf(inner, read, types, [...outer, ...fixed], [...around, type.name])]
  })
}

/** Whether one of the places may be the other, or in it. */
function overlap(one: Path, other: Path): boolean {
  return one.slice(0, other.length).every((segment, at) => {
    const beside = other[at]
    if (segment.kind === 'property' && beside?.kind === 'property') return segment.name === beside.name
    return segment.kind !== 'index' || beside?.kind !== 'index' || segment.index === beside.index
  })
}
