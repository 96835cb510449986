import type { GraphQLOutputType, GraphQLSchema } from 'graphql'
import type { AggregateFunction } from '../schema/aggregate-functions.ts'
import type { Holding } from '../schema/filter-operators.ts'
import type { Binding } from './binding.ts'
import type { HookPlans } from './hook/hook-plans.ts'
import type { IdObject } from './id-places.ts'
import type { Costs } from './operation-cost.ts'
import type { Path } from './path.ts'
import type { TypeResolver } from './resolver/resolver-map.ts'
import type { ResolverPlan } from './resolver/resolver-plan.ts'
import type { SourcePaths } from './source-path.ts'
import type { SourceSettings } from './source-settings.ts'
import type { Template } from './template.ts'
import type { Authorities } from './user/authorities.ts'
import type { Denial, Guards } from './user/guards.ts'
import type { Rates } from './user/rate.ts'

/** A whole schema file, compiled: plain data that nothing changes after start-up. */
export interface SchemaPlan {
  /** What clients see. */
  readonly schema: GraphQLSchema
  readonly sources: ReadonlyMap<string, SourceSettings>
  readonly types: ReadonlyMap<string, TypePlan>
  /** The object types whose ids are global. */
  readonly nodeTypes: ReadonlySet<string>
  /** Interfaces and unions; those that are not here are told by `__typename`. */
  readonly abstracts: ReadonlyMap<string, AbstractPlan>
  /** Code of one's own that requests and calls go through; undefined where there is none. */
  readonly hooks: HookPlans | undefined
  readonly authorities: Authorities
  readonly guards: Guards
  readonly rates: Rates
  readonly costs: Costs
  /** The fields and input fields that a user may not use, by their coordinates; undefined for a schema as it is. */
  readonly denied?: ReadonlyMap<string, Denial>
}

/** How an object tells which type of an interface or union it is. */
export interface AbstractPlan {
  /** Where it says so, by the source that answered. */
  readonly paths: ReadonlyMap<string, Path>
  /** The object type of each text there, by the source that answered. */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Tells it by code of one's own instead. */
  readonly resolveType?: TypeResolver | undefined
}

export interface TypePlan {
  readonly name: string
  /** Where one object of the type is loaded from by its key. */
  readonly home: BoundPlan | undefined
  readonly fields: ReadonlyMap<string, FieldPlan>
  /** The sources that answer its objects as lists, with a field at each place. */
  readonly listed: ReadonlySet<string>
}

export interface FieldPlan {
  /** Schema coordinate, `Post.author`. */
  readonly coordinate: string
  readonly name: string
  readonly type: GraphQLOutputType
  /** Absent for a plain field, which reads its parent's answer. */
  readonly bound: BoundPlan | undefined
  /** The home that loads its objects by what its arguments say, whatever its binding; undefined for all others. */
  readonly keyed: KeyedPlan | undefined
  /** Code of one's own that answers it; such a field has no binding. */
  readonly resolver: ResolverPlan | undefined
  readonly paths: SourcePaths
  /** The plain fields of its objects that its answer carries; the others are read from their home. Undefined for all. */
  readonly provides: ReadonlySet<string> | undefined
  /** Whether it holds rows of a connection: objects, and never keys. */
  readonly holdsRows: boolean
  /** The type of whose objects it is the global id; undefined for a field that is told as it is read. */
  readonly globalIdOf: string | undefined
  /** The argument with the global ids of the objects that it finds; undefined for all fields but `node` and `nodes`. */
  readonly findsBy: 'id' | 'ids' | undefined
  /** Where its arguments may hold global ids, in whose place sources know keys; undefined where they hold none. */
  readonly ids: IdObject | undefined
}

/** A field of the root whose object is loaded as one is whose key stands in an answer. */
export interface KeyedPlan {
  /** Of the field's type; its key is one value. */
  readonly home: BoundPlan
  /** The key, or a list of keys, made of the arguments. */
  readonly template: Template
}

/** A binding or home with what it needs of a parent. */
export interface BoundPlan<Own extends Binding = Binding> {
  /** Schema coordinate of the field or type that the directive stands on; unique. */
  readonly coordinate: string
  readonly source: string
  readonly binding: Own
  /** What makes a parent's Key, in key order. */
  readonly key: readonly KeyPart[]
  /** Where in a Key a list stands for several keys, whose answers follow each other. */
  readonly spread: readonly number[]
  /** Whether the answer per key is a list. */
  readonly list: boolean
  /** Whether what it answers are objects for certain, in whose place no key of their home can stand. */
  readonly answersObjects: boolean
  /** Most keys of one call. */
  readonly maxBatch: number
  /** Most calls that each key takes, where it shares none with others; undefined where keys share calls. */
  readonly callsPerKey: number | undefined
  /** Whether it can be a part of a transaction of its source. */
  readonly transacts: boolean
  /** The columns that the directive names, to be held against the catalogue. */
  readonly columns: readonly NamedColumn[]
}

/** One `$this` or `$batch` value. */
export interface KeyPart {
  /** As the directive writes it. */
  readonly name: string
  /** The directive's argument that it stands in. */
  readonly argument: string
  /** Whether a null or absent value means that no call is made. */
  readonly required: boolean
  /** Whether it is a field of the parent's type, or has a default; if not, its absence is `wrong_shape`. */
  readonly declared: boolean
  /** The plain field of the parent's type that it is, where it has no default. */
  readonly field: string | undefined
  readonly paths: SourcePaths
}

/** A column of the database that a directive names. */
export interface NamedColumn {
  readonly column: string
  /** The directive's argument that names it, `where.id`. */
  readonly argument: string
  /** What to do where there is none; names that are close to it unless said. */
  readonly suggestion?: string
  /** The table that has it; that of the binding unless said. */
  readonly table?: string
  /** Whether its values are compared with others. */
  readonly compared?: boolean
  /** What it must hold, one of these, where it is asked about what is in it. */
  readonly holds?: readonly Holding[]
  /** What is computed of its values. */
  readonly computed?: AggregateFunction
  /** Whether it is held against a regular expression. */
  readonly regex?: boolean
}
