import { type ASTNode, type DefinitionNode, GraphQLError, parse, print, visit } from 'graphql'
import { sourceCoordinate, sourceName } from './coordinate.ts'
import type { SchemaChange } from './schema-change.ts'
import { isSchemaNode } from './schema-nodes.ts'

/** A definition, or one of the fields or values in it. */
interface Part {
  readonly text: string
  readonly description: string
  readonly members: ReadonlyMap<string, Part>
}

/** The definitions that differ, in the order of the texts; undefined where one of them is no GraphQL. */
export function compareSchemas(before: string, after: string): readonly SchemaChange[] | undefined {
  const [one, other] = [before, after].map(partsOf)
  return one && other ? compareParts(one, other) : undefined
}

function compareParts(before: ReadonlyMap<string, Part>, after: ReadonlyMap<string, Part>): SchemaChange[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].flatMap((name): SchemaChange[] => {
    const [old, now] = [before.get(name), after.get(name)]
    if (!old || !now) return [{ sign: now ? '+' : '-', text: whole(now ?? (old as Part)) }]
    const own: SchemaChange[] =
      old.text === now.text
        ? []
        : [
            { sign: '-', text: old.text },
            { sign: '+', text: now.text },
          ]
    const words: SchemaChange[] =
      old.description === now.description ? [] : [{ sign: '~', text: `${name}: its description` }]
    return [...own, ...words, ...compareParts(old.members, now.members)]
  })
}

/** One that is not in the other text at all is told with what is in it, by name. */
function whole({ text, members }: Part): string {
  const names = [...members.keys()].map(name => name.slice(name.indexOf('.') + 1))
  return names.length === 0 ? text : `${text} { ${names.join(' ')} }`
}

function partsOf(text: string): ReadonlyMap<string, Part> | undefined {
  try {
    return new Map(parse(text, { noLocation: true }).definitions.flatMap(partsOfDefinition))
  } catch (error) {
    if (error instanceof GraphQLError) return undefined
    throw error
  }
}

function partsOfDefinition(node: DefinitionNode): [string, Part][] {
  if (isSchemaNode(node)) {
    const { directives = [], operationTypes = [] } = node
    const sources = directives.map((directive): [string, Part] => {
      const name = directive.name.value === 'source' ? sourceName(directive) : undefined
      return [name === undefined ? oneLine(directive) : sourceCoordinate(name), partOf(directive)]
    })
    return [...sources, ...operationTypes.map((root): [string, Part] => [oneLine(root), partOf(root)])]
  }
  const name = 'name' in node && node.name ? node.name.value : node.kind
  const members = membersOf(node).map(([member, at]): [string, Part] => {
    const coordinate = `${name}.${member}`
    const part = partOf(at)
    return [coordinate, { ...part, text: `${name}.${part.text}` }]
  })
  const head = { ...node, fields: [], values: [] } as unknown as ASTNode
  return [[name, partOf(head, new Map(members), node)]]
}

function membersOf(node: DefinitionNode): [string, ASTNode][] {
  const members = [
    ...('fields' in node ? (node.fields ?? []) : []),
    ...('values' in node ? (node.values ?? []) : []),
  ] as (ASTNode & { readonly name: { readonly value: string } })[]
  return members.map(member => [member.name.value, member])
}

function partOf(shown: ASTNode, members: ReadonlyMap<string, Part> = new Map(), described: ASTNode = shown): Part {
  const all = [described, ...('arguments' in described ? (described.arguments ?? []) : [])]
  const texts = all.map(node => ('description' in node ? node.description?.value : undefined))
  return { text: oneLine(shown), description: texts.join('\n'), members }
}

/** Without descriptions. */
function oneLine(node: ASTNode): string {
  const bare = visit(node, { enter: each => ('description' in each ? { ...each, description: undefined } : undefined) })
  return print(bare).replaceAll(/\s+/g, ' ').trim()
}
