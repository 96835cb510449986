import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
} from 'graphql'
import type { Costs, ListSize } from '../../plan/operation-cost.ts'
import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import { type ProblemList, reporter } from '../problem-list.ts'
import { argumentList } from '../template/argument-list.ts'
import type { ConnectionTypes } from '../type/connection-types.ts'
import { fieldsOfAllTypes } from '../type/fields-of-all-types.ts'
import { objectTypes } from '../type/object-types.ts'

/** Arguments that say how long a list is, where nothing else is said. */
const USUAL_ARGUMENTS = ['first', 'last', 'limit']
const SIZED_FIELDS = ['edges', 'nodes']

type Field = GraphQLField<unknown, unknown>

/** Compiles `@cost` and `@listSize`, and what the arguments of lists and connections say by their names. Reports what is wrong. */
export function compileCosts(
  { schema, directives }: SchemaDefinition,
  connections: ConnectionTypes,
  problems: ProblemList,
): Costs {
  const weights = new Map<string, number>()
  const lists = new Map<string, ListSize>()
  for (const [coordinate, uses] of directives)
    for (const use of uses)
      if (use.name === 'cost' && typeof use.args.weight === 'number')
        for (const each of fieldsOfAllTypes(coordinate, schema))
          weights.set(each, compileWeight(use, use.args.weight, problems))
  for (const type of objectTypes(schema))
    for (const field of Object.values(type.getFields())) {
      const use = listSizeOf(type, field, directives)
      const list = use ? compileList(use, field, problems) : usualList(field, connections)
      if (list) lists.set(`${type.name}.${field.name}`, list)
    }
  return { weights, lists }
}

function compileWeight(use: DirectiveUse, weight: number, problems: ProblemList): number {
  if (weight < 0) reporter(problems, use)('weight', 'a weight is 0 or more.', 'Write weight: 5.')
  return Math.max(0, weight)
}

function listSizeOf(
  type: GraphQLObjectType,
  { name }: Field,
  directives: SchemaDefinition['directives'],
): DirectiveUse | undefined {
  const owners = [type.name, ...type.getInterfaces().map(each => each.name)]
  return owners.flatMap(owner => directives.get(`${owner}.${name}`) ?? []).find(use => use.name === 'listSize')
}

function compileList(use: DirectiveUse, field: Field, problems: ProblemList): ListSize {
  const report = reporter(problems, use)
  const { assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument } = use.args
  const names = textsOf(slicingArguments)
  const known = field.args.filter(({ type }) => getNullableType(type).toString() === 'Int').map(({ name }) => name)
  for (const name of names.filter(each => !known.includes(each)))
    report('slicingArguments', `there is no argument "${name}" of type Int.`, suggestOrList(name, known, 'arguments'))
  const inner = getNamedType(field.type)
  const fields = isObjectType(inner) ? Object.keys(inner.getFields()) : []
  for (const name of textsOf(sizedFields).filter(each => !fields.includes(each)))
    report('sizedFields', `${inner.name} has no field "${name}".`, suggestOrList(name, fields, 'fields'))
  if (typeof assumedSize === 'number' && assumedSize < 0)
    report('assumedSize', 'a size is 0 or more.', 'Write assumedSize: 50.')
  return {
    assumedSize: typeof assumedSize === 'number' ? Math.max(0, assumedSize) : undefined,
    slicingArguments: names,
    sizedFields: textsOf(sizedFields),
    requiresOne: names.length > 0 && requireOneSlicingArgument !== false,
    isPromised: true,
  }
}

function textsOf(value: unknown): readonly string[] {
  return argumentList(value).map(String)
}

function usualList({ type, args }: Field, connections: ConnectionTypes): ListSize | undefined {
  const isConnection = connections.of(getNamedType(type).name) !== undefined
  const slicingArguments = args
    .filter(({ name, type }) => USUAL_ARGUMENTS.includes(name) && getNullableType(type).toString() === 'Int')
    .map(({ name }) => name)
  if (slicingArguments.length === 0 || !(isConnection || isListType(getNullableType(type)))) return undefined
  const sizedFields = isConnection ? SIZED_FIELDS : []
  return { assumedSize: undefined, slicingArguments, sizedFields, requiresOne: false, isPromised: false }
}
