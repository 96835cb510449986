/** A literal of a directive's argument or a default value; an EnumLiteral is printed as its name. */
export type Literal = string | number | boolean | null | EnumLiteral | readonly Literal[] | LiteralObject
export interface LiteralObject {
  readonly [name: string]: Literal
}

export class EnumLiteral {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** A directive where it is used, with its arguments in their order. */
export interface SdlDirective {
  readonly name: string
  readonly args: LiteralObject
}

export interface SdlArgument {
  readonly name: string
  /** With its wrappers: `[ID!]!` */
  readonly type: string
  readonly description?: string | undefined
  readonly defaultValue?: Literal | undefined
  readonly directives?: readonly SdlDirective[]
}

/** A field, an input field or an enum value, which has no type. */
export interface SdlMember {
  readonly name: string
  readonly description?: string | undefined
  readonly args?: readonly SdlArgument[]
  readonly type?: string
  /** Of an input field. */
  readonly defaultValue?: Literal | undefined
  readonly directives?: readonly SdlDirective[]
}

export interface SdlDefinition {
  readonly kind: 'type' | 'union' | 'input' | 'enum' | 'scalar' | 'extend schema' | 'extend input'
  /** Empty for `extend schema`. */
  readonly name: string
  readonly description?: string | undefined
  readonly directives?: readonly SdlDirective[]
  readonly members?: readonly SdlMember[]
  /** Those of a union. */
  readonly types?: readonly string[]
}
