import { type OperationDefinitionNode, parse } from 'graphql'
import { compileSchema } from '../../src/compile/compile-schema.ts'
import { executeOperation } from '../../src/execute/execute-operation.ts'
import { Loaders } from '../../src/load/loaders.ts'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'
import type { Source } from '../../src/source/source.ts'
import type { Key } from '../../src/source/source-plan.ts'
import { callContext } from '../../test/support/call-context.ts'
import type { Contender } from '../measure.ts'

/** Answers the keys of a binding, by the coordinate of its field. */
export type Answers = Readonly<Record<string, (keys: readonly Key[]) => readonly unknown[]>>

/** Our engine over sources in memory; the schema's `@http` bindings only give names to what `answers` has. */
export function sluice(sdl: string, query: string, answers: Answers): Contender {
  const { definition } = loadSchema([{ text: sdl, file: 'bench.graphql' }])
  if (!definition) throw new Error('the schema of the benchmark is wrong')
  const { plan } = compileSchema(definition, { environment: {}, directoryOf: () => '/' })
  const document = parse(query)
  const plans = new OperationPlans(plan, document, document.definitions[0] as OperationDefinitionNode)
  const sources = new Map([['memory', memorySource(answers)]])
  const { signal } = new AbortController()
  const call = callContext({ signal })
  return {
    name: 'sluice',
    async run() {
      const loaders = new Loaders(sources, call, 'taken')
      const { answer, errors } = await executeOperation(plans, { variables: {}, loaders, signal })
      if (!answer || errors.length > 0) throw new Error('the operation of the benchmark failed')
      return answer
    },
  }
}

function memorySource(answers: Answers): Source {
  return {
    load: async ({ binding }, keys) => answers[(binding as { coordinate: string }).coordinate]?.(keys) ?? [],
    describe: () => ({ text: 'memory', keysPerCall: 1, callsEach: 1, least: 1, maxItems: undefined }),
    async [Symbol.asyncDispose]() {},
  }
}
