import { type GraphQLType, getNamedType, getNullableType, isInputObjectType, isListType, isObjectType } from 'graphql'
import { NOTATION_RULES } from '../../plan/notation.ts'
import type { SourceSettings } from '../../plan/source-settings.ts'
import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import { NOTATIONS } from '../../schema/notations.ts'
import type { Report } from '../problem-list.ts'
import { isTemplate } from '../template/compile-computed.ts'

/** Holds the `as` of an `@map` against what it stands on; reports what is wrong. */
export function checkNotation(
  { coordinate, args }: DirectiveUse,
  { schema, directives }: SchemaDefinition,
  sources: ReadonlyMap<string, SourceSettings>,
  report: Report,
): void {
  const notation = NOTATIONS.find(each => each === args.as)
  if (!notation) return
  const type = typeAt(schema, coordinate)
  if (!type) {
    report('as', 'as says how a value is written, and here stands a name.', 'Remove as.')
    return
  }
  const { types } = NOTATION_RULES[notation]
  const list = isListType(getNullableType(type))
  const fits = typeof types === 'string' ? list === (types === 'list') : types.includes(getNamedType(type).name)
  if (!fits)
    report(
      'as',
      `${notation} is a notation of ${nameOf(types)}, and this is ${type}.`,
      'Change the type, or remove as.',
    )
  if (typeof args.from === 'string' && isTemplate(args.from))
    report('as', 'a computed value is written as it is computed.', 'Remove as.')
  const written = [...sources.values()].filter(source => isWrittenBy(source, coordinate, args.source, directives))
  if (written.length > 0 && !written.some(({ hasNotations }) => hasNotations))
    report('as', 'a database says by the types of its columns how values are written.', 'Remove as.')
}

/** Whether a value at the coordinate may be of the source: the one that is named, that of the field of an argument, or any. */
function isWrittenBy(
  { kind, name }: SourceSettings,
  coordinate: string,
  named: unknown,
  directives: SchemaDefinition['directives'],
): boolean {
  if (named !== undefined) return name === named
  const [field = '', argument] = coordinate.split('(')
  return argument === undefined || (directives.get(field) ?? []).some(use => use.name === kind)
}

/** The type of a field, an input field or an argument. */
function typeAt(schema: SchemaDefinition['schema'], coordinate: string): GraphQLType | undefined {
  const [, typeName = '', fieldName = '', argumentName] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate) ?? []
  const type = schema.getType(typeName)
  if (isInputObjectType(type)) return type.getFields()[fieldName]?.type
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined
  return argumentName === undefined ? field?.type : field?.args.find(({ name }) => name === argumentName)?.type
}

function nameOf(types: readonly string[] | 'list' | 'one'): string {
  if (types === 'list') return 'a list'
  return types === 'one' ? 'one value' : types.join(', ').replace(/, (\w+)$/, ' and $1')
}
