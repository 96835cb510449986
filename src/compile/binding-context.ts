import type { GraphQLOutputType } from 'graphql'
import type { SourceSettings } from '../plan/source-settings.ts'
import type { DirectiveUse } from '../schema/definition.ts'
import type { CompileContext } from './compile-context.ts'
import type { KeyParts } from './key-parts.ts'
import type { Names } from './names.ts'
import { reporter, warner } from './problem-list.ts'
import type { TemplateContext } from './template/template-context.ts'
import type { AggregateType } from './type/aggregate-types.ts'
import type { ConnectionType } from './type/connection-types.ts'
import type { ValueReads } from './user/value-reads.ts'

/** Where the directive of a source stands, and what it needs to know of its surroundings. */
export interface BindingContext extends TemplateContext {
  /** Schema coordinate of the field, or of the type for a home. */
  readonly coordinate: string
  readonly use: DirectiveUse
  readonly valueReads: ValueReads
  readonly names: Names
  /** The field's type; undefined for a home, which answers one object. */
  readonly type: GraphQLOutputType | undefined
  /** The name of the type that is returned; of a connection or an aggregate, that of its objects. */
  readonly returned: string
  /** The connection that the field answers, a page of objects of the type that is returned. */
  readonly connection: ConnectionType | undefined
  /** What is computed over such objects: the field itself, or what a connection has beside its page. */
  readonly aggregate: AggregateType | undefined
  /** The operation whose root the field is on. */
  readonly root: 'query' | 'mutation' | undefined
  readonly keys: KeyParts | undefined
  /** Whether the source is the right one; if not, that has been reported, and another one stands in for it. */
  readonly certain: boolean
}

type Place = Pick<
  BindingContext,
  'type' | 'args' | 'returned' | 'connection' | 'aggregate' | 'root' | 'keys' | 'certain'
>

/** The context of a directive that binds to the source. */
export function bindingContext(
  { names, environment, shapes, hasUsers, valueReads, problems }: CompileContext,
  use: DirectiveUse,
  { name }: SourceSettings,
  place: Place,
): BindingContext {
  const { coordinate } = use
  const told = { report: reporter(problems, use), warn: warner(problems, use) }
  return { coordinate, use, ...told, names, environment, shapes, hasUsers, valueReads, source: name, ...place }
}
