import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql'
import type { Path } from '../../plan/path.ts'
import type { SourceSettings } from '../../plan/source-settings.ts'
import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import { isUpstreamValue } from '../../schema/map-enum-values.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import { type ProblemList, type Report, reporter } from '../problem-list.ts'
import { checkComputed, isTemplate } from '../template/compile-computed.ts'
import { readDirectivePath } from '../template/compile-template.ts'
import { checkNotation } from './check-notation.ts'

/** What holds on a field of an interface for that field of all its types. */
const OF_ALL_TYPES: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes', 'rateLimit'])

/** Checks what no single binding tells: enums, interfaces, and the `@map` directives. */
export function checkTypes(
  definition: SchemaDefinition,
  sources: ReadonlyMap<string, SourceSettings>,
  problems: ProblemList,
): void {
  for (const type of Object.values(definition.schema.getTypeMap())) {
    if (isEnumType(type)) {
      const values = type
        .getValues()
        .map(({ name, value }) => ({ coordinate: `${type.name}.${name}`, upstream: value }))
      refuseSameName(values, definition, problems)
    }
  }
  for (const [coordinate, uses] of definition.directives) {
    const maps = uses.filter(({ name }) => name === 'map')
    for (const use of maps) checkMap(use, definition, sources, reporter(problems, use))
    for (const use of repeated(maps)) {
      const { source } = use.args
      const message =
        source === undefined ? '@map stands here twice.' : `@map stands here twice for the source "${source}".`
      reporter(problems, use)(undefined, message, 'Keep one of them, or give each a source of its own.')
    }
    if (onInterface(definition, coordinate))
      for (const use of uses.filter(({ name }) => !OF_ALL_TYPES.has(name))) {
        const message = `@${use.name} says nothing on a field of an interface.`
        reporter(problems, use)(undefined, message, 'Put it on the fields of the object types.')
      }
  }
}

function checkMap(
  use: DirectiveUse,
  definition: SchemaDefinition,
  sources: ReadonlyMap<string, SourceSettings>,
  report: Report,
): void {
  const { schema, sources: declared } = definition
  const { from, source } = use.args
  const type = schema.getType(use.coordinate.split('.')[0] ?? '')
  if (typeof source === 'string' && !declared.some(({ args }) => args.name === source))
    report('source', `there is no source "${source}".`, suggestOrList(source, sources.keys(), 'sources'))
  if (isEnumType(type) && source !== undefined)
    report('source', 'an enum value has one name for all sources.', 'Remove source:.')
  checkNotation(use, definition, sources, report)
  if (use.coordinate.endsWith(':)')) {
    if (from !== undefined) report('from', 'an argument is sent where a template says.', 'Remove from.')
    if (use.args.as === undefined) report(undefined, '@map of an argument needs "as".', 'Write @map(as: unix).')
  } else if (from === undefined || from === null) {
    if (use.args.as === undefined) report(undefined, '@map needs "from".', 'Write @map(from: "name").')
  } else if (typeof from !== 'string') {
    if (!isEnumType(type)) report('from', '"from" takes text in quotes.', 'Write from: "name".')
    else if (!isUpstreamValue(from))
      report('from', '"from" takes one value of the upstream.', 'Write a text in quotes, a number, true or false.')
  } else if (isObjectType(type) && use.coordinate === type.name) {
    if (!isPartOfAbstract(schema, type))
      report(
        undefined,
        `${type.name} is in no interface and no union.`,
        'Remove @map: it is what tells the type there.',
      )
  } else if (isAbstractType(type)) readDirectivePath(from, 'from', report, 'answer')
  else if (isObjectType(type)) {
    if (!isTemplate(from)) refuseList(readDirectivePath(from, 'from', report, 'answer'), type, use, report)
    // On a field of the query's root it is a key, and compiled as such.
    else if (type !== schema.getQueryType()) checkComputed(from, report)
  } else if (isInputObjectType(type) && from === '') report('from', "a name can't be empty.", 'Give the name upstream.')
}

/** A path through all items leads to a list. */
function refuseList(path: Path, type: GraphQLObjectType, { coordinate, args }: DirectiveUse, report: Report): void {
  const field = type.getFields()[coordinate.split('.')[1] ?? '']
  const takesList = !field || isListType(getNullableType(field.type)) || getNamedType(field.type).name === 'JSON'
  if (path.some(({ kind }) => kind === 'each') && !takesList && args.as !== 'list')
    report('from', `"${args.from}" leads to a list, and the field is none.`, 'Return a list, or read one item: [0].')
}

/** The `@map`s whose source another one before them has. */
function repeated(maps: readonly DirectiveUse[]): DirectiveUse[] {
  return maps.filter((use, index) => maps.findIndex(({ args }) => args.source === use.args.source) < index)
}

function isPartOfAbstract(schema: GraphQLSchema, type: GraphQLObjectType): boolean {
  return Object.values(schema.getTypeMap()).some(each => isAbstractType(each) && schema.isSubType(each, type))
}

function onInterface({ schema }: SchemaDefinition, coordinate: string): boolean {
  const [typeName = '', fieldName] = coordinate.split('.')
  return fieldName !== undefined && isInterfaceType(schema.getType(typeName))
}

function refuseSameName(
  values: readonly { readonly coordinate: string; readonly upstream: unknown }[],
  { directives, positions }: SchemaDefinition,
  problems: ProblemList,
): void {
  const seen = new Map<string, string>()
  for (const { coordinate, upstream } of values) {
    const earlier = seen.get(String(upstream))
    const use = directives.get(coordinate)?.find(({ name }) => name === 'map')
    const position = use?.argumentPositions.get('from') ?? positions.get(coordinate)
    if (earlier !== undefined && position)
      problems.add(coordinate, position, `"${upstream}" is ${earlier} already.`, 'Give each value a name of its own.')
    else seen.set(String(upstream), coordinate)
  }
}
