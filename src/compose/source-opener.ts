import type { AskSource } from '../code/resolver-context.ts'
import type { Log } from '../observe/log.ts'
import type { SourceSettings } from '../plan/source-settings.ts'
import type { Problem } from '../schema/problem.ts'
import type { CallHooks } from '../source/call-hooks.ts'
import type { CataloguedSource } from '../source/policy/catalogued-source.ts'
import type { MutationEpoch } from '../source/policy/mutation-epoch.ts'
import type { Source } from '../source/source.ts'
import type { CompiledFile } from './compile-file.ts'
import type { Wire } from './wire.ts'

/** What a source is opened with, beside its settings. */
interface Surroundings {
  readonly file: CompiledFile
  readonly log: Log
  readonly epoch: MutationEpoch
  /** What calls of APIs go through. */
  readonly hooks: CallHooks | undefined
  /** Whether the gateway still starts: what is wrong then is told by who starts it, not by the log. */
  readonly isStarting: () => boolean
  /** Undefined where it calls its upstream by itself. */
  readonly wire: Wire | undefined
}

/** Opens a source of one kind, which is not called yet. The settings are those that the kind has compiled. */
export interface SourceOpener {
  open(
    settings: SourceSettings,
    surroundings: Surroundings,
  ): Source | CataloguedSource<Problem> | Promise<Source | CataloguedSource<Problem>>
  /** What code of one's own calls it by, for the field at the coordinate; absent where code can't call it. */
  client?(settings: SourceSettings, coordinate: string, ask: AskSource): object
}
