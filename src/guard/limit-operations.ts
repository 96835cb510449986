import { LIMIT_NAMES, type LimitName, type OperationLimits } from '../plan/operation-limits.ts'
import type { OperationSize } from './operation-size.ts'

/** A limit that an operation is beyond. */
export interface Exceeded {
  readonly limit: LimitName | 'bytes' | 'nesting' | 'comparisons' | 'documentFields'
  /** Undefined where it is not a number. */
  readonly most?: number
  /** What the operation does, behind "The operation". */
  readonly message: string
}

const MESSAGES: Readonly<Record<LimitName, (most: number) => string>> = {
  tokens: most => `has more than ${most} tokens`,
  depth: most => `is more than ${most} fields deep`,
  fields: most => `selects more than ${most} fields`,
  fragments: most => `spreads more than ${most} fragments`,
  aliases: most => `has more than ${most} aliases`,
  rootFields: most => `selects more than ${most} fields of its root`,
  directives: most => `has more than ${most} directives`,
  introspections: most => `reads __schema and __type more than ${most} times`,
  cost: most => `may cost more than ${most}`,
}

/** Fields, and fragments, of all operations of a document together, those of fragments wherever they are spread. */
const MOST_IN_DOCUMENT = 20_000

export interface LimitedDocument {
  /** Of its operations. */
  readonly sizes: readonly OperationSize[]
  readonly tokens: number
}

/** The limits that the operations of a document are beyond: those that are only measured, and the first of the others. */
export function limitOperations(
  { sizes, tokens }: LimitedDocument,
  limits: OperationLimits,
): { readonly refused: Exceeded | undefined; readonly measured: readonly Exceeded[] } {
  const exceeded = LIMIT_NAMES.filter(name => {
    // What it costs depends on its variables.
    if (name === 'cost') return false
    const values = name === 'tokens' ? [tokens] : sizes.map(size => size[name])
    return values.some(value => value > limits[name].most)
  })
  const refused = exceeded.find(name => !limits[name].isMeasured)
  return {
    refused: refused === undefined ? ofDocument(sizes) : exceed(refused, limits[refused].most),
    measured: exceeded.filter(name => limits[name].isMeasured).map(name => exceed(name, limits[name].most)),
  }
}

/** A limit that is exceeded. */
export function exceed(limit: LimitName, most: number): Exceeded {
  return { limit, most, message: MESSAGES[limit](most) }
}

function ofDocument(sizes: readonly OperationSize[]): Exceeded | undefined {
  const all = sizes.reduce((sum, { fields, fragments }) => sum + fields + fragments, 0)
  if (all <= MOST_IN_DOCUMENT) return undefined
  return {
    limit: 'documentFields',
    most: MOST_IN_DOCUMENT,
    message: `stands in a document whose operations have more than ${MOST_IN_DOCUMENT} fields and fragments together`,
  }
}
