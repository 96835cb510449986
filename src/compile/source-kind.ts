import type { BoundPlan, KeyedPlan, SchemaPlan } from '../plan/schema-plan.ts'
import type { SourceSettings, SourceTraits } from '../plan/source-settings.ts'
import type { SchemaDefinition } from '../schema/definition.ts'
import type { BindingContext } from './binding-context.ts'
import type { CompileContext } from './compile-context.ts'
import type { Homes } from './home.ts'
import type { ProblemList } from './problem-list.ts'
import type { SourceOptions } from './source/source-options.ts'
import type { SourceDirective } from './source-directive.ts'

/** A kind of source: its entry in the table of kinds, which alone knows it. */
export interface SourceKind extends SourceDirective {
  /** Compiles what a `@source` says; reports every mistake in it. */
  compileSource(options: SourceOptions): OwnSettings
  /** What compiles its directives in one schema. */
  createCompiler(base: CompileContext, homes: Homes): BindingCompiler
  /** What to do about a binding or home that is called once for each key. */
  shareCalls?(bound: BoundPlan): string
  /** Warns of what is right by itself, and may not be what the author wants of the schema as a whole. */
  checkPlan?(plan: Pick<SchemaPlan, 'types' | 'guards'>, definition: SchemaDefinition, problems: ProblemList): void
}

/** What every source has by its name and its kind is added to it. */
export type OwnSettings<Settings extends SourceSettings = SourceSettings> = Omit<
  Settings,
  'kind' | 'name' | keyof SourceTraits
>

/** Compiles the directives of one kind of source in one schema; reports every mistake in them. The settings are of that kind. */
export interface BindingCompiler {
  /** The directive on a field; undefined where so little is right that nothing can be said of the field's arguments. */
  compileBinding(context: BindingContext, settings: SourceSettings): CompiledBinding | undefined
  /** The directive on a type. */
  compileHome(context: BindingContext, settings: SourceSettings): BoundPlan | undefined
}

/** The compiler of a kind's directives in the schema that is being compiled. */
export type FindCompiler = (kind: string) => BindingCompiler

export interface CompiledBinding {
  readonly bound: BoundPlan | undefined
  /** The home that answers the very same by what the arguments say; absent where there is none. */
  readonly keyed?: KeyedPlan | undefined
  /** The fields that arguments are values of, by the arguments' paths, as `id` or `input.userId`. */
  readonly argumentFields: ReadonlyMap<string, FieldOfType>
  /** The names of arguments that apply by themselves, without a template that mentions them. */
  readonly applied: readonly string[]
  /** What is said of an argument that nothing uses, by its name, where its name means something elsewhere. */
  readonly meaningless: ReadonlyMap<string, { readonly message: string; readonly suggestion: string }>
}

/** A plain field of a type, or a property that is no field. */
export interface FieldOfType {
  readonly type: string
  readonly field: string
}
