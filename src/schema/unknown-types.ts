import { type DocumentNode, isTypeDefinitionNode, Kind, specifiedScalarTypes } from 'graphql'
import { GLOBAL_IDS, NODE } from './implied/implied-nodes.ts'
import { impliedTypeNames } from './implied/implied-types.ts'
import type { NodeProblem } from './node-problem.ts'
import { writtenNodesOf } from './nodes-of.ts'
import { suggest } from './suggest.ts'

/** Types that are used and neither defined nor implied, with those that may have been meant: also one that would be implied. */
export function unknownTypes(document: DocumentNode): NodeProblem[] {
  const known = new Set(specifiedScalarTypes.map(({ name }) => name))
  for (const definition of document.definitions) if (isTypeDefinitionNode(definition)) known.add(definition.name.value)
  const faults: NodeProblem[] = []
  for (const node of writtenNodesOf(document, Kind.NAMED_TYPE)) {
    const name = node.name.value
    if (known.has(name)) continue
    const suggestion =
      name === NODE
        ? `Write extend schema @${GLOBAL_IDS}, which brings it; or define it.`
        : suggest(name, [...known, ...impliedTypeNames(document)])
    faults.push({ node, message: `Unknown type "${name}".`, suggestion })
  }
  return faults
}
