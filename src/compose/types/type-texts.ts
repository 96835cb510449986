import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLNullableOutputType,
  type GraphQLOutputType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
} from 'graphql'
import { keyHome } from '../../plan/key-home.ts'
import type { FieldPlan } from '../../plan/schema-plan.ts'
import { fixedPath } from '../../plan/source-path.ts'
import { answeringSources } from './answering-sources.ts'
import type { OpenSchema } from './open-schema.ts'
import { SCALAR_TYPES } from './scalar-types.ts'
import { objectText, property } from './type-text.ts'

/** The groups of types that refer to each other by `Group['Name']`: no name of the schema can then be one of TypeScript's. */
type Group = 'Parents' | 'Needed' | 'Values' | 'Inputs' | 'Enums'

/** The types of a schema as TypeScript; what they refer to is kept, to be written with them. */
export class TypeTexts {
  readonly #schema: OpenSchema
  readonly #sources: ReadonlyMap<string, ReadonlySet<string>>
  readonly groups: Readonly<Record<Group, Map<string, string>>> = {
    Parents: new Map(),
    Needed: new Map(),
    Values: new Map(),
    Inputs: new Map(),
    Enums: new Map(),
  }

  constructor(schema: OpenSchema) {
    this.#schema = schema
    this.#sources = answeringSources(schema.plan)
  }

  /** An object of a type as its sources answer it, by their names: any of them may be left out, as nobody has asked for it. */
  parent(typeName: string): string {
    return this.#reference('Parents', typeName, () => {
      const texts = new Map<string, Set<string>>()
      for (const source of this.#sources.get(typeName) ?? []) {
        for (const field of this.#plainFields(typeName)) {
          const [first, ...rest] = fixedPath(field.paths.get(source)) ?? []
          if (first?.kind !== 'property') continue
          const text = rest.length === 0 ? this.read(field.type) : 'unknown'
          texts.set(first.name, (texts.get(first.name) ?? new Set()).add(text))
        }
      }
      return objectText([...texts].map(([name, each]) => property(name, unionOf([...each]), true)))
    })
  }

  /** The fields of a type that `needs` may name, each as it is read then. */
  named(typeName: string): string {
    const fields = this.#plainFields(typeName)
    return this.#reference('Needed', typeName, () =>
      objectText(fields.map(({ name, type }) => property(name, this.read(type), false))),
    )
  }

  /** A value as an upstream has answered it. */
  read(type: GraphQLOutputType): string {
    const text = this.#readNonNull(getNullableType(type))
    return isNonNullType(type) ? text : orNull(text)
  }

  #readNonNull(type: GraphQLNullableOutputType): string {
    if (isListType(type)) return listText(this.read(type.ofType))
    if (isEnumType(type)) return this.#enum(type)
    // What stands there may be a key.
    if (isAbstractType(type) || this.#schema.plan.types.get(type.name)?.home) return 'unknown'
    return isObjectType(type) ? this.parent(type.name) : scalarText(type, 'read')
  }

  /** What a resolver may return for a field; a list has promises and errors only where it is the field's own. */
  answered(type: GraphQLOutputType, isOfField = true): string {
    const nullable = getNullableType(type)
    const text = this.#answeredNonNull(nullable, isOfField)
    return isNonNullType(type) ? text : orNull(text, ' | null | undefined')
  }

  #answeredNonNull(type: GraphQLNullableOutputType, isOfField: boolean): string {
    if (isListType(type)) {
      const item = this.answered(type.ofType, isOfField)
      return isOfField ? `AnsweredList<${item}>` : listText(item)
    }
    if (isEnumType(type)) return this.#enum(type)
    const key = keyHome(this.#schema.plan, type.name) ? ' | string | number | bigint' : ''
    if (isAbstractType(type)) {
      const types = this.#schema.plan.schema.getPossibleTypes(type)
      return unionOf(types.map(each => this.#value(each.name))) + key
    }
    return isObjectType(type) ? this.#value(type.name) + key : scalarText(type, 'answered')
  }

  #value(typeName: string): string {
    return this.#reference('Values', typeName, () => {
      const fields = [...(this.#schema.plan.types.get(typeName)?.fields.values() ?? [])].filter(({ bound }) => !bound)
      const own = fields.map(({ name, type }) => property(name, this.answered(type, false), true))
      return objectText([property('__typename', JSON.stringify(typeName), true), ...own])
    })
  }

  /** What a resolver is given of an argument. */
  given(type: GraphQLInputType): string {
    const nullable = getNullableType(type)
    const text = this.#givenNonNull(nullable)
    return isNonNullType(type) ? text : orNull(text)
  }

  #givenNonNull(type: GraphQLInputType): string {
    if (isListType(type)) return listText(this.given(type.ofType))
    if (isEnumType(type)) return this.#enum(type)
    if (!isInputObjectType(type)) return scalarText(type as GraphQLNamedType, 'given')
    return this.#reference('Inputs', type.name, () => {
      const fields = Object.values(type.getFields())
      return objectText(
        fields.map(field => {
          const isThere = isRequiredInputField(field) || field.default !== undefined
          return property(field.name, this.given(field.type), !isThere)
        }),
      )
    })
  }

  #enum(type: GraphQLNamedType): string {
    return this.#reference('Enums', type.name, () => {
      const values = isEnumType(type) ? type.getValues().map(({ value }) => value) : []
      // It stands for all others.
      return values.includes('*') ? 'string' : unionOf(values.map(value => JSON.stringify(value)))
    })
  }

  #plainFields(typeName: string): readonly FieldPlan[] {
    const fields = [...(this.#schema.plan.types.get(typeName)?.fields.values() ?? [])]
    return fields.filter(({ bound, resolver }) => !bound && !resolver)
  }

  #reference(group: Group, name: string, write: () => string): string {
    const known = this.groups[group]
    if (!known.has(name)) {
      // It may refer to itself.
      known.set(name, '')
      known.set(name, write())
    }
    return `${group}['${name}']`
  }
}

function scalarText({ name }: GraphQLNamedType, way: 'read' | 'given' | 'answered'): string {
  return SCALAR_TYPES.get(name)?.[way] ?? (way === 'given' ? 'any' : 'unknown')
}

function listText(item: string): string {
  return item.includes(' ') ? `readonly (${item})[]` : `readonly ${item}[]`
}

function orNull(text: string, absent = ' | null'): string {
  return text === 'unknown' || text === 'any' ? text : text + absent
}

function unionOf(texts: readonly string[]): string {
  return texts.length === 0 ? 'never' : [...new Set(texts)].sort().join(' | ')
}
