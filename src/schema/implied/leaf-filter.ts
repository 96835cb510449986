/** The operators of a leaf type that make sense for it. */
const EQUALITY = ['eq', 'ne', 'in', 'notIn', 'isNull'] as const
const ORDER = [...EQUALITY, 'lt', 'lte', 'gt', 'gte'] as const
const TEXT = [...ORDER, 'like', 'startsWith', 'contains'] as const
type Operator = (typeof TEXT)[number]

/** All operators. */
export const LEAF_OPERATORS: ReadonlySet<string> = new Set(TEXT)

const OPERATORS: ReadonlyMap<string, readonly Operator[]> = new Map<string, readonly Operator[]>([
  ['String', TEXT],
  ['Int', ORDER],
  ['Float', ORDER],
  ['BigInt', ORDER],
  ['Decimal', ORDER],
  ['Date', ORDER],
  ['Time', ORDER],
  ['DateTime', ORDER],
  ['Boolean', ['eq', 'ne', 'isNull']],
  ['JSON', ['isNull']],
])

const DESCRIPTIONS: Readonly<Record<Operator, string>> = {
  eq: 'Equal to this; null finds null.',
  ne: 'Not equal to this, and not null; null finds everything but null.',
  in: 'One of these.',
  notIn: 'None of these, and not null.',
  isNull: 'Null, or anything but null.',
  lt: 'Less than this.',
  lte: 'This, or less.',
  gt: 'Greater than this.',
  gte: 'This, or greater.',
  like: 'A pattern: % is any text, _ any character, and \\\\ takes the next one as it is.',
  startsWith: 'Text that begins with this.',
  contains: 'Text that has this inside.',
}

/** What the field of a scalar or enum type is compared with, as SDL. */
export function leafFilter(name: string, type: string): string {
  const fields = (OPERATORS.get(type) ?? EQUALITY).map(
    operator => `"${DESCRIPTIONS[operator]}"\n${operator}: ${operandType(operator, type)}`,
  )
  return `"What a field of type ${type} is compared with. All of it must be so; null is neither equal nor unequal to a value."
input ${name} {
${fields.join('\n')}
}`
}

function operandType(operator: Operator, type: string): string {
  if (operator === 'isNull') return 'Boolean'
  if (operator === 'in' || operator === 'notIn') return `[${type}!]`
  return operator === 'like' || operator === 'startsWith' || operator === 'contains' ? 'String' : type
}
