import type { SchemaPlan } from '../../src/plan/schema-plan.ts'
import type { Source } from '../../src/source/source.ts'
import { type MemoryCall, MemorySource } from './memory-source.ts'
import { project } from './project.ts'

/** What each binding or home, by its coordinate, answers to the one value of its key. */
export type Answers = Readonly<Record<string, (key: unknown, args: Readonly<Record<string, unknown>>) => unknown>>

/** All sources of a plan as tables in memory; a database answers only the columns that are selected, and so do others if said. */
export function tableSources(
  { sources }: SchemaPlan,
  answers: Answers,
  projects: (kind: string) => boolean = kind => kind === 'sql',
  wait: () => Promise<void> = async () => {},
) {
  const calls: MemoryCall[] = []
  const made = [...sources.values()].map(({ name, kind }): [string, Source] => {
    const source = new MemorySource(
      (coordinate, [key], { args, projection }) => {
        const answer = answers[coordinate]?.(key, args)
        return projects(kind) ? project(answer, projection) : answer
      },
      async call => {
        calls.push(call)
        await wait()
      },
    )
    return [name, source]
  })
  return { calls, sources: new Map(made) }
}
