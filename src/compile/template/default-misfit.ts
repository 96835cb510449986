import { type GraphQLInputType, getNullableType, isEnumType, isInputObjectType, isListType } from 'graphql'

type Kind = 'text' | 'whole number' | 'number' | 'Boolean'

/** What a default may be where the argument's type is one of these; any other scalar takes all. */
const KINDS: ReadonlyMap<string, readonly Kind[]> = new Map<string, readonly Kind[]>([
  ['String', ['text']],
  ['ID', ['text', 'whole number']],
  ['Int', ['whole number']],
  ['Float', ['number']],
  ['Boolean', ['Boolean']],
  ['BigInt', ['text', 'whole number']],
  ['Decimal', ['text', 'number']],
  ['DateTime', ['text']],
  ['Date', ['text']],
  ['Time', ['text']],
  ['UUID', ['text']],
  ['Base64', ['text']],
])

/** What to write instead of a default that is no value of the type it stands for; undefined where it is one. Null is the absence of any. */
export function defaultMisfit(type: GraphQLInputType, fallback: unknown): string | undefined {
  if (fallback === undefined || fallback === null) return undefined
  const open = getNullableType(type)
  // One item is a list of it (GraphQL specification, 3.11).
  if (isListType(open)) return defaultMisfit(open.ofType, fallback)
  if (isInputObjectType(open)) return 'Remove it, or write ?? null: an input object has no default here.'
  const kinds = isEnumType(open) ? open.getValues().map(({ value }) => kindOf(value)) : KINDS.get(open.name)
  const kind = kindOf(fallback)
  if (!kinds || kinds.includes(kind) || (kind === 'whole number' && kinds.includes('number'))) return undefined
  return `Write a ${[...new Set(kinds)].join(' or a ')}, as in ?? ${EXAMPLES[kinds[0] ?? 'text']}.`
}

const EXAMPLES: Readonly<Record<Kind, string>> = {
  text: "'text'",
  'whole number': '0',
  number: '0.5',
  Boolean: 'false',
}

function kindOf(fallback: unknown): Kind {
  if (typeof fallback === 'string') return 'text'
  if (typeof fallback === 'boolean') return 'Boolean'
  return Number.isInteger(Number(fallback)) ? 'whole number' : 'number'
}
