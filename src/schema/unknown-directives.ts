import { type DocumentNode, GraphQLIncludeDirective, GraphQLSkipDirective, Kind, specifiedDirectives } from 'graphql'
import { OWN_DIRECTIVES } from './directives.ts'
import { foreignDirective } from './foreign-directives.ts'
import type { NodeProblem } from './node-problem.ts'
import { writtenNodesOf } from './nodes-of.ts'
import { suggest } from './suggest.ts'

/** Directives that are used and defined nowhere: with what Sluice has instead, or what may have been meant. */
export function unknownDirectives(document: DocumentNode): NodeProblem[] {
  const known = new Set([...OWN_DIRECTIVES, ...specifiedDirectives.map(({ name }) => name)])
  for (const node of document.definitions) if (node.kind === Kind.DIRECTIVE_DEFINITION) known.add(node.name.value)
  return writtenNodesOf(document, Kind.DIRECTIVE)
    .filter(({ name }) => !known.has(name.value))
    .map(node => {
      const name = node.name.value
      const foreign = foreignDirective(name)
      if (foreign) return { node, message: `Sluice has no @${name}.`, suggestion: foreign }
      const suggestion =
        suggest(
          `@${name}`,
          [...known].filter(each => !OF_OPERATIONS.has(each)).map(each => `@${each}`),
        ) ?? `There are ${listed([...OWN_DIRECTIVES])}; one of your own needs its definition: directive @${name} on ….`
      return { node, message: `Unknown directive "@${name}".`, suggestion }
    })
}

const OF_OPERATIONS: ReadonlySet<string> = new Set([GraphQLSkipDirective.name, GraphQLIncludeDirective.name])

function listed(names: readonly string[]): string {
  return names.map(name => `@${name}`).join(', ')
}
