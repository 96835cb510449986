import { nothingElse, readPath } from '../../src/plan/path.ts'
import { wrongShape } from '../../src/result/field-error.ts'
import type { Source } from '../../src/source/source.ts'
import type { SourcePlan } from '../../src/source/source-plan.ts'
import { MemorySource } from './memory-source.ts'
import type { OracleCase } from './oracle-case.ts'
import { project } from './project.ts'
import { Random } from './random.ts'
import { pathAt, type WorldView } from './world-view.ts'

/** What a source does with a value that it answers to a plan. */
type Adjust = (value: unknown, plan: SourcePlan) => unknown

/** The sources of a case: each answers by its own names, only what is selected, after a while. */
export function oracleSources(
  { answered, seed }: OracleCase,
  adjust: Adjust = value => value,
): ReadonlyMap<string, Source> {
  const random = new Random(4, seed)
  const sources = [...answered].map(([source, view]) => {
    const answer = (coordinate: string, key: readonly unknown[], plan: SourcePlan) =>
      adjust(project(lookUp(view, source, coordinate, key), plan.projection), plan)
    return [source, new MemorySource(answer, () => someTicks(random.int(0, 4)))] as const
  })
  return new Map(sources)
}

/** What a home or field answers; a key that stands for nothing is a value that is not of the field's type. */
function lookUp(view: WorldView, source: string, coordinate: string, key: readonly unknown[]): unknown {
  const [typeName = '', fieldName] = coordinate.split('.')
  const isRoot = key.length === 0
  if (!isRoot && !view.knows(key[0])) throw wrongShape('an object', source)
  const object = isRoot ? view.root(typeName) : view.get(key[0])
  return fieldName === undefined ? object : readPath(object, pathAt(source, fieldName), nothingElse)
}

async function someTicks(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await undefined
}
