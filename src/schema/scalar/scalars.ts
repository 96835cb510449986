import { type DocumentNode, type GraphQLSchema, isScalarType, Kind, specifiedScalarTypes } from 'graphql'
import type { NodeProblem } from '../node-problem.ts'
import { BASE64 } from './base64.ts'
import { BIG_INT } from './big-int.ts'
import { DATE_SCALAR } from './date.ts'
import { DATE_TIME_SCALAR } from './date-time.ts'
import { DECIMAL_SCALAR } from './decimal.ts'
import { JSON_SCALAR } from './json.ts'
import type { OwnScalars } from './own-scalars.ts'
import type { ScalarCoercion } from './scalar-coercion.ts'
import { TIME_SCALAR } from './time.ts'
import { UUID_SCALAR } from './uuid.ts'

/** The scalars besides GraphQL's own; a schema file declares those that it uses by `scalar X`. */
const SCALARS: ReadonlyMap<string, ScalarCoercion> = new Map([
  ['Base64', BASE64],
  ['BigInt', BIG_INT],
  ['Date', DATE_SCALAR],
  ['DateTime', DATE_TIME_SCALAR],
  ['Decimal', DECIMAL_SCALAR],
  ['JSON', JSON_SCALAR],
  ['Time', TIME_SCALAR],
  ['UUID', UUID_SCALAR],
])

/** Whether a scalar of these can answer what an upstream says; others answer anything. */
export function canAnswer(scalar: string, value: unknown): boolean {
  try {
    SCALARS.get(scalar)?.output(value)
    return true
  } catch {
    return false
  }
}

/** Whether a scalar means the same in every schema. */
export function isKnownScalar(name: string): boolean {
  return SCALARS.has(name) || specifiedScalarTypes.some(type => type.name === name)
}

/** Gives the declared scalars their meaning, for every executor of the schema. */
export function attachScalars(schema: GraphQLSchema, own: OwnScalars): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const coercion = isScalarType(type) ? (SCALARS.get(type.name) ?? own.get(type.name)) : undefined
    if (!isScalarType(type) || !coercion) continue
    const { input, literal, output } = coercion
    Object.assign(type, { coerceInputValue: input, coerceInputLiteral: literal, coerceOutputValue: output })
    // The names that servers on graphql-js 16 know.
    Object.assign(type, { parseValue: input, parseLiteral: literal, serialize: output })
  }
}

/** Others would answer whatever an upstream says, and take whatever a client sends. */
export function refuseUnknownScalars({ definitions }: DocumentNode, own: OwnScalars): NodeProblem[] {
  const known = new Set([...SCALARS.keys(), ...own.keys(), ...specifiedScalarTypes.map(({ name }) => name)])
  return definitions
    .filter(node => node.kind === Kind.SCALAR_TYPE_DEFINITION)
    .filter(({ name }) => !known.has(name.value))
    .map(node => ({
      node: node.name,
      message: `the scalar ${node.name.value} is not supported.`,
      suggestion: `Use one of ${[...SCALARS.keys()].join(', ')}, or ID, String, Int, Float, Boolean; or give it a resolver.`,
    }))
}
