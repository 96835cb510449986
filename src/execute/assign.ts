import type { FieldPlace } from '../plan/operation/operation-plan.ts'
import type { Node } from './answer-node.ts'

/** Gives each parent its settled value at a place. */
export function assign({ deepIndex }: FieldPlace, parents: readonly Node[], settled: readonly unknown[]): void {
  for (let at = 0; at < parents.length; at++) (parents[at] as Node).deep[deepIndex] = settled[at]
}

/** Gives all parents the same. */
export function assignToAll({ deepIndex }: FieldPlace, parents: readonly Node[], value: unknown): void {
  for (const { deep } of parents) deep[deepIndex] = value
}
