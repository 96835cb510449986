/** All that is said of an operator of filters, but for its condition in a statement. */
interface OperatorTraits {
  /** What stands behind it: a value of the column's type, a list of such, text, `true` or `false`, or a range. */
  readonly takes: 'value' | 'list' | 'text' | 'flag' | 'range'
  /** What values of a type must have, so that its implied filter has the operator. */
  readonly needs: Comparability
  /** Whether it finds what is not its operand. */
  readonly keepsOut?: true
  /** What the column must hold several values as, which are asked about. */
  readonly of?: readonly Holding[]
  /** Whether the literal null behind it is a condition; behind the others it is unknown. */
  readonly takesNull?: true
  /** What it finds, in the public schema and in the docs. */
  readonly description: string
}

/** How a column holds several values. */
export const HOLDINGS = ['list', 'range'] as const
export type Holding = (typeof HOLDINGS)[number]

/** From least to most: each has what is before it. No type has the last two: only what holds several values has items, and an author must agree to what costs much. */
const COMPARABILITIES = ['null', 'equality', 'several values', 'order', 'text', 'items', 'consent'] as const
type Comparability = (typeof COMPARABILITIES)[number]

const OPERATORS = {
  eq: { takes: 'value', needs: 'equality', takesNull: true, description: 'Equal to this; null finds null.' },
  ne: {
    takes: 'value',
    needs: 'equality',
    keepsOut: true,
    takesNull: true,
    description: 'Not equal to this, and not null; null finds everything but null.',
  },
  in: { takes: 'list', needs: 'several values', description: 'One of these.' },
  notIn: { takes: 'list', needs: 'several values', keepsOut: true, description: 'None of these, and not null.' },
  isNull: { takes: 'flag', needs: 'null', description: 'Null, or anything but null.' },
  lt: { takes: 'value', needs: 'order', description: 'Less than this.' },
  lte: { takes: 'value', needs: 'order', description: 'This, or less.' },
  gt: { takes: 'value', needs: 'order', description: 'Greater than this.' },
  gte: { takes: 'value', needs: 'order', description: 'This, or greater.' },
  like: {
    takes: 'text',
    needs: 'text',
    description: 'A pattern: % is any text, _ any character, and \\ takes the next one as it is.',
  },
  startsWith: { takes: 'text', needs: 'text', description: 'Text that begins with this.' },
  endsWith: { takes: 'text', needs: 'text', description: 'Text that ends with this.' },
  contains: { takes: 'text', needs: 'text', description: 'Text that has this inside.' },
  eqText: { takes: 'text', needs: 'text', description: 'Equal to this, in upper or lower case.' },
  startsWithText: { takes: 'text', needs: 'text', description: 'Text that begins with this, in upper or lower case.' },
  endsWithText: { takes: 'text', needs: 'text', description: 'Text that ends with this, in upper or lower case.' },
  containsText: { takes: 'text', needs: 'text', description: 'Text that has this inside, in upper or lower case.' },
  has: {
    takes: 'value',
    needs: 'items',
    of: ['list', 'range'],
    description: 'A list that has this item; a range that has this value.',
  },
  // Without one of its items it would find more.
  hasEvery: {
    takes: 'list',
    needs: 'items',
    of: ['list'],
    keepsOut: true,
    description: 'A list that has all of these items.',
  },
  hasSome: {
    takes: 'list',
    needs: 'items',
    of: ['list'],
    description: 'A list that has one of these items at least.',
  },
  isEmpty: {
    takes: 'flag',
    needs: 'items',
    of: ['list', 'range'],
    description: 'A list or a range with nothing in it, or one with anything; not null.',
  },
  overlaps: {
    takes: 'range',
    needs: 'items',
    of: ['range'],
    description: 'A range that has a value in common with this one.',
  },
  covers: { takes: 'range', needs: 'items', of: ['range'], description: 'A range that has all values of this one.' },
  within: {
    takes: 'range',
    needs: 'items',
    of: ['range'],
    description: 'A range all of whose values are in this one.',
  },
  regex: { takes: 'text', needs: 'consent', description: 'Text in which this regular expression finds something.' },
} as const satisfies Readonly<Record<string, OperatorTraits>>

export type FilterOperator = keyof typeof OPERATORS

/** The operators of filters: the only place that lists them. */
export const FILTER_OPERATORS: Readonly<Record<FilterOperator, OperatorTraits>> = OPERATORS

export const OPERATOR_NAMES = Object.keys(OPERATORS) as readonly FilterOperator[]

export function isFilterOperator(name: string): name is FilterOperator {
  return Object.hasOwn(OPERATORS, name)
}

/** What the values of a scalar have; those of any other, and of an enum, are told apart and no more. */
const OF_SCALARS: ReadonlyMap<string, Comparability> = new Map<string, Comparability>([
  ['String', 'text'],
  ['Int', 'order'],
  ['Float', 'order'],
  ['BigInt', 'order'],
  ['Decimal', 'order'],
  ['Date', 'order'],
  ['Time', 'order'],
  ['DateTime', 'order'],
  ['Boolean', 'equality'],
  ['JSON', 'null'],
])

/** The operators that make sense for a scalar or enum type. */
export function operatorsOf(type: string): readonly FilterOperator[] {
  const most = COMPARABILITIES.indexOf(OF_SCALARS.get(type) ?? 'several values')
  return OPERATOR_NAMES.filter(name => COMPARABILITIES.indexOf(FILTER_OPERATORS[name].needs) <= most)
}

/** Whether an operator asks about what is in a list or a range, which no single value has. */
export function asksItems(name: FilterOperator): boolean {
  return FILTER_OPERATORS[name].of !== undefined
}

/** The operators that make sense for what holds several values. */
export function operatorsOfSeveral(holding: Holding): readonly FilterOperator[] {
  return ['isNull', ...OPERATOR_NAMES.filter(name => FILTER_OPERATORS[name].of?.includes(holding))]
}
