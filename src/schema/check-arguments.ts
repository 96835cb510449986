import {
  buildASTSchema,
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
} from 'graphql'
import { directiveDefinitions, OWN_DIRECTIVES } from './directives.ts'
import type { NodeProblem } from './node-problem.ts'
import { writtenNodesOf } from './nodes-of.ts'
import { knownNames } from './suggest.ts'

const directiveSchema = buildASTSchema(directiveDefinitions, { assumeValid: true })

/** Holds the arguments of Sluice's own directives against their types; the names of arguments are GraphQL's to check. */
export function checkArguments(document: DocumentNode): NodeProblem[] {
  return writtenNodesOf(document, Kind.DIRECTIVE).flatMap(checkDirective)
}

function checkDirective(node: DirectiveNode): NodeProblem[] {
  if (!OWN_DIRECTIVES.has(node.name.value)) return []
  const known = directiveSchema.getDirective(node.name.value)?.args ?? []
  return (node.arguments ?? []).flatMap(argument => {
    const { value: name } = argument.name
    const found = known.find(each => each.name === name)
    if (found) return checkLiteral(argument.value as ConstValueNode, found.type, name)
    const suggestion = knownNames(
      name,
      known.map(each => each.name),
    )
    return [{ node: argument, message: `@${node.name.value} has no argument "${name}".`, suggestion }]
  })
}

function checkLiteral(node: ConstValueNode, type: GraphQLInputType, name: string): NodeProblem[] {
  if (isNonNullType(type))
    return node.kind === Kind.NULL
      ? [{ node, message: `"${name}" can't be null.`, suggestion: 'Give it a value, or leave it out.' }]
      : checkLiteral(node, type.ofType, name)
  if (node.kind === Kind.NULL) return []
  if (isListType(type)) {
    const items = node.kind === Kind.LIST ? node.values : [node]
    return items.flatMap(item => checkLiteral(item, type.ofType, name))
  }
  if (isInputObjectType(type)) return checkObject(node, Object.values(type.getFields()), name)
  const expected = isEnumType(type)
    ? { kinds: [Kind.ENUM], words: type.getValues().map(value => value.name) }
    : SCALARS.get(type.name)
  const fits =
    expected?.kinds.some(kind => kind === node.kind) &&
    !(node.kind === Kind.ENUM && isEnumType(type) && !type.getValue(node.value))
  if (!expected || fits) return []
  return [{ node, message: `"${name}" takes ${expected.words.join(' or ')}.`, suggestion: undefined }]
}

const SCALARS: ReadonlyMap<string, { readonly kinds: readonly Kind[]; readonly words: readonly string[] }> = new Map([
  ['String', { kinds: [Kind.STRING], words: ['text in quotes'] }],
  ['Boolean', { kinds: [Kind.BOOLEAN], words: ['true', 'false'] }],
  ['Int', { kinds: [Kind.INT], words: ['a whole number'] }],
])

type Fields = readonly Parameters<typeof isRequiredInputField>[0][]

function checkObject(node: ConstValueNode, fields: Fields, name: string): NodeProblem[] {
  const required = fields.filter(isRequiredInputField)
  if (node.kind !== Kind.OBJECT) {
    const shown = required.length > 0 ? required : fields.slice(0, 1)
    const example = `${name}: { ${shown.map(field => `${field.name}: …`).join(', ')} }`
    return [{ node, message: `"${name}" takes an object.`, suggestion: `Write ${example}.` }]
  }
  const given = node.fields.map(field => field.name.value)
  const missing = required.filter(field => !given.includes(field.name))
  return [
    ...missing.map(field => ({
      node,
      message: `"${name}" needs "${field.name}".`,
      suggestion: `Write ${name}: { ${field.name}: …, … }.`,
    })),
    ...node.fields.flatMap(field => {
      const { value: inner } = field.name
      const found = fields.find(each => each.name === inner)
      if (found) return checkLiteral(field.value, found.type, `${name}.${inner}`)
      const suggestion = knownNames(
        inner,
        fields.map(each => each.name),
      )
      return [{ node: field, message: `"${name}" has no "${inner}".`, suggestion }]
    }),
  ]
}
