import type { GraphQLOutputType } from 'graphql'
import type { NamedColumn } from '../plan/schema-plan.ts'
import type { FilterReader } from '../plan/sql/sql-filter.ts'
import type { DirectiveUse } from '../schema/definition.ts'
import type { KeyParts } from './key-parts.ts'
import type { Names } from './names.ts'
import type { FindRelation } from './sql/filter/relation.ts'
import type { TemplateContext } from './template/template-context.ts'
import type { ConnectionType } from './type/connection-types.ts'

/** Where an `@http` or `@sql` directive stands, and what it needs to know of its surroundings. */
export interface BindingContext extends TemplateContext {
  /** Schema coordinate of the field, or of the type for a home. */
  readonly coordinate: string
  readonly use: DirectiveUse
  readonly names: Names
  /** The field's type; undefined for a home, which answers one object. */
  readonly type: GraphQLOutputType | undefined
  /** The name of the type that is returned; of a connection, that of its objects. */
  readonly returned: string
  /** The connection that the field answers, a page of objects of the type that is returned. */
  readonly connection: ConnectionType | undefined
  /** The operation whose root the field is on. */
  readonly root: 'query' | 'mutation' | undefined
  readonly keys: KeyParts | undefined
  /** How input types are read as filters; filled by the directives that name one. */
  readonly filterReaders: Map<string, FilterReader>
  readonly relations: FindRelation
  /** Filled with every column that the directive names. */
  readonly columns: NamedColumn[]
  /** The table of the columns, where it is not that of the returned type. */
  readonly relatedTable?: string
}
