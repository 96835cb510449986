import {
  type DocumentNode,
  type ExecutableDefinitionNode,
  type FragmentDefinitionNode,
  GraphQLError,
  isExecutableDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  Source,
  visit,
} from 'graphql'
import type { SchemaText } from '../../schema/load-schema.ts'
import { positionOf } from '../../schema/position-of.ts'
import type { Problem } from '../../schema/problem.ts'
import { operationProblem } from './operation-problem.ts'

/** An operation of a file, with the fragments that it takes. */
export interface FileOperation {
  readonly name: string
  /** Its own text, and that of its fragments. */
  readonly text: string
  readonly document: DocumentNode
}

/** The operations of files of GraphQL; a fragment may stand in another file than what takes it. */
export function operationsOf(texts: readonly SchemaText[]): {
  readonly operations: readonly FileOperation[]
  readonly problems: readonly Problem[]
} {
  const problems: Problem[] = []
  const definitions = texts.flatMap(text => definitionsOf(text, problems))
  const operations = new Map<string, OperationDefinitionNode>()
  const fragments = new Map<string, FragmentDefinitionNode>()
  const add = <Node extends ExecutableDefinitionNode>(all: Map<string, Node>, node: Node, what: string) => {
    const name = node.name?.value
    if (name === undefined)
      problems.push(problemAt(node, 'the operation has no name.', 'Give it one: clients ask for it by that.'))
    else if (all.has(name)) problems.push(problemAt(node, `there are two ${what}s "${name}".`, 'Rename one of them.'))
    else all.set(name, node)
  }
  for (const node of definitions)
    if (node.kind === Kind.OPERATION_DEFINITION) add(operations, node, 'operation')
    else add(fragments, node, 'fragment')
  const found = [...operations].map(([name, operation]): FileOperation => {
    const document = { kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(operation, fragments)] } as const
    return { name, document, text: document.definitions.map(print).join('\n\n') }
  })
  return { operations: found, problems }
}

function definitionsOf({ text, file }: SchemaText, problems: Problem[]): readonly ExecutableDefinitionNode[] {
  try {
    const { definitions } = parse(new Source(text, file))
    const others = definitions.filter(node => !isExecutableDefinitionNode(node))
    for (const node of others)
      problems.push(problemAt(node, 'it is no operation and no fragment.', 'Move it into the schema.'))
    return definitions.filter(isExecutableDefinitionNode)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const [{ line, column } = { line: 1, column: 1 }] = error.locations ?? []
    problems.push(operationProblem({ file, line, column }, error.message))
    return []
  }
}

function problemAt(
  node: ExecutableDefinitionNode | DocumentNode['definitions'][number],
  message: string,
  suggestion: string,
): Problem {
  return operationProblem(positionOf(node, ''), message, suggestion)
}

/** The fragments that a definition spreads, and those that these spread, each once. */
function fragmentsOf(
  operation: OperationDefinitionNode,
  all: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FragmentDefinitionNode[] {
  const found = new Map<string, FragmentDefinitionNode>()
  const gather = (node: ExecutableDefinitionNode) => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = all.get(value)
        if (!fragment || found.has(value)) return
        found.set(value, fragment)
        gather(fragment)
      },
    })
  }
  gather(operation)
  return [...found.values()]
}
