import type { SourceClient } from '../code/resolver-context.ts'
import type { Log } from '../observe/log.ts'
import type { Problem } from '../schema/problem.ts'
import type { CallHooks } from '../source/call-hooks.ts'
import type { CataloguedSource } from '../source/policy/catalogued-source.ts'
import { createMutationEpoch } from '../source/policy/mutation-epoch.ts'
import type { Source, SourceState } from '../source/source.ts'
import { whyUnreachable } from '../source/why-unreachable.ts'
import type { CompiledFile } from './compile-file.ts'
import { SOURCE_OPENERS } from './source-openers.ts'
import type { Wires } from './wire.ts'

export interface OpenSources extends AsyncDisposable {
  readonly all: ReadonlyMap<string, Source>
  /** What code of one's own calls them by. */
  readonly clients: ReadonlyMap<string, SourceClient>
  /** Binds every source with a catalogue: what the schema asks of it that it does not have, or why it can't be reached. */
  bind(): Promise<ReadonlyMap<string, readonly Problem[] | Error>>
  /** How much sources have to do now, by their names, where they know. */
  states(): ReadonlyMap<string, SourceState>
  /** `ok`, or why it does not serve, of every source with a catalogue, by its name. */
  status(): Record<string, string>
  /** Why a source with a catalogue can't be reached, in words, where that is known. */
  whyUnreachable(name: string): string | undefined
  /** Counts where mutations begin and end: what is read in one epoch has seen all mutations that ended before it. */
  readonly epoch: number
}

/** What stands between the sources and whom they call. */
interface Between {
  /** What calls of APIs go through. */
  readonly hooks?: CallHooks | undefined
  readonly wires?: Wires | undefined
}

/** Opens every source of a schema; none is called yet. */
export async function openSources(file: CompiledFile, log: Log, { hooks, wires }: Between = {}): Promise<OpenSources> {
  await using opening = new AsyncDisposableStack()
  const all = new Map<string, Source>()
  const clients = new Map<string, SourceClient>()
  const catalogued = new Map<string, CataloguedSource<Problem>>()
  const epoch = createMutationEpoch()
  // What is wrong while the gateway starts is `bind`'s answer, not the log's.
  let starting = false
  for (const [name, settings] of file.plan.sources) {
    const load = SOURCE_OPENERS.get(settings.kind)
    if (!load) throw new Error(`there is nothing that opens the source "${name}", which is ${settings.kind}`)
    const opener = await load()
    const surroundings = { file, log, epoch, hooks, isStarting: () => starting, wire: wires?.get(name) }
    const source = opening.use(await opener.open(settings, surroundings))
    if ('bind' in source) catalogued.set(name, source)
    const watched = epoch.watch(source)
    all.set(name, watched)
    const { client } = opener
    if (client) clients.set(name, { source: watched, create: (coordinate, ask) => client(settings, coordinate, ask) })
  }

  // They are closed by who has them now, all at once.
  opening.move()
  return {
    all,
    clients,
    async bind() {
      starting = true
      const results = [...catalogued].map(async ([name, source]) => {
        const result = await source
          .bind()
          .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
        return [name, result] as const
      })
      const answers = new Map(await Promise.all(results))
      starting = false
      return answers
    },
    get epoch() {
      return epoch.value
    },
    states: () =>
      new Map(
        [...all].flatMap(([name, source]) => {
          const state = source.state?.()
          return state ? [[name, state] as const] : []
        }),
      ),
    status: () => Object.fromEntries([...catalogued].map(([name, source]) => [name, source.status()])),
    whyUnreachable: name => whyUnreachable(catalogued.get(name)?.unboundBy()),
    async [Symbol.asyncDispose]() {
      await Promise.all([...all.values()].map(source => source[Symbol.asyncDispose]()))
    },
  }
}
