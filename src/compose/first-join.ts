import { getNamedType, getNullableType, isLeafType } from 'graphql'
import { camelCase, pascalCase } from '../import/name/case.ts'
import { wordsOf } from '../import/name/words.ts'
import { printPath } from '../plan/path.ts'
import type { FieldPlan } from '../plan/schema-plan.ts'
import { fixedPath } from '../plan/source-path.ts'
import type { CompiledFile } from './compile-file.ts'

/** The files of a project, compiled. */
export type JoinedFile = Pick<CompiledFile, 'definition' | 'plan'>

/** A field that leads from an object of one file to one of another. */
export interface FirstJoin {
  /** The type that it is a field of: `Post`. */
  readonly type: string
  /** `user` */
  readonly field: string
  /** `User` */
  readonly target: string
  /** Where the answer has the key: `user_id`. */
  readonly from: string
}

/**
 * A join that names tell of: a plain field `userId` in one file, and in another one a type `User` that is loaded by one key. `prefix`
 * is what one of the files has in front of its types.
 */
export function firstJoin({ plan, definition }: JoinedFile, prefix: string): FirstJoin | undefined {
  const fileOf = (type: string) => definition.positions.get(type)?.file
  for (const type of plan.types.values()) {
    const file = fileOf(type.name)
    const sources = definition.sources.filter(({ position }) => position.file === file)
    for (const field of file === undefined ? [] : type.fields.values()) {
      const words = wordsOf(field.name)
      if (field.bound || words.length < 2 || words.at(-1) !== 'id' || !isLeafType(getNullableType(field.type))) continue
      const stem = words.slice(0, -1)
      const targets = [pascalCase(stem), prefix + pascalCase(stem)].flatMap(name => plan.types.get(name) ?? [])
      const target = targets.find(({ name }) => fileOf(name) !== undefined && fileOf(name) !== file)
      const [key, more] = target?.home?.key ?? []
      const keyField = key && target?.fields.get(key.field ?? key.name)
      const name = camelCase(stem)
      if (!target || !keyField || more || type.fields.has(name) || !isSameKey(field, keyField)) continue
      const path = sources.map(({ args }) => fixedPath(field.paths.get(String(args.name)))).find(each => each)
      if (path) return { type: type.name, field: name, target: target.name, from: printPath(path) }
    }
  }
  return undefined
}

/** Whether the values of both are keys of one kind; an ID is numbers and texts. */
function isSameKey({ type: one }: FieldPlan, { type: other }: FieldPlan): boolean {
  const names = [one, other].map(type => getNamedType(type).name)
  return names[0] === names[1] || names.includes('ID')
}
