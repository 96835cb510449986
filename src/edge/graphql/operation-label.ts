import { createHash } from 'node:crypto'
import { Kind, type OperationDefinitionNode } from 'graphql'
import type { OperationLabel } from '../../observe/request-facts.ts'
import { shortened } from '../../observe/shortened.ts'
import type { PreparedOperation } from './prepare.ts'

/** Most characters of a name in the log; names are the client's. */
const MOST_CHARACTERS = 60
const HASH_DIGITS = 16

const labels = new WeakMap<PreparedOperation, OperationLabel>()

/** What the log calls an operation with this text; made once. */
export function labelOf(prepared: PreparedOperation, text: string): OperationLabel {
  const known = labels.get(prepared)
  if (known) return known
  const { operation } = prepared.plans
  const label: OperationLabel = {
    type: operation.operation,
    name: operation.name && shortened(operation.name.value, MOST_CHARACTERS),
    fields: shortened(rootFields(operation), MOST_CHARACTERS),
    hash: createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS),
  }
  labels.set(prepared, label)
  return label
}

function rootFields({ selectionSet }: OperationDefinitionNode): string {
  const names = selectionSet.selections
    .slice(0, MOST_CHARACTERS)
    .map(node =>
      node.kind === Kind.FIELD ? node.name.value : node.kind === Kind.FRAGMENT_SPREAD ? `...${node.name.value}` : '...',
    )
  return names.join('+')
}
