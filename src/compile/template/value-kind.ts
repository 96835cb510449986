import { type GraphQLInputType, getNullableType, isEnumType, isInputObjectType, isListType } from 'graphql'
import { type ItemKind, PIPE_RULES, type Pipe } from '../../plan/pipe.ts'
import type { Report } from '../problem-list.ts'

/** What is known of an expression's value. */
export interface ValueKind {
  /** Undefined where nothing tells. */
  readonly list: boolean | undefined
  readonly item: ItemKind
}

export const ANYTHING: ValueKind = { list: undefined, item: 'any' }
export const TEXT: ValueKind = { list: false, item: 'text' }

const ITEMS: ReadonlyMap<string, ItemKind> = new Map<string, ItemKind>([
  ['Int', 'number'],
  ['Float', 'number'],
  ['BigInt', 'number'],
  ['Decimal', 'number'],
  ['Boolean', 'boolean'],
  ['JSON', 'any'],
])

/** What a value of the type is. */
export function kindOfType(type: GraphQLInputType): ValueKind {
  const open = getNullableType(type)
  if (isListType(open)) return { list: true, item: kindOfType(open.ofType).item }
  const item = isInputObjectType(open) ? 'object' : isEnumType(open) ? 'any' : (ITEMS.get(open.name) ?? 'text')
  return { list: item === 'any' ? undefined : false, item }
}

/** What a value is behind its pipes; reports a pipe that can't take it. `written` is what stands before them. */
export function kindBehind(
  start: ValueKind,
  pipes: readonly Pipe[] | undefined,
  written: string,
  argument: string,
  report: Report,
): ValueKind {
  let kind = start
  for (const { name } of pipes ?? []) {
    const { of, takes, gives } = PIPE_RULES[name]
    const told = name === pipes?.[0]?.name ? written : 'what comes before it'
    if (of === 'list' && kind.list === false)
      report(argument, `${name} takes a list, and ${told} is none.`, `Write it without | ${name}.`)
    else if (kind.item !== 'any' && !takes.includes(kind.item))
      report(
        argument,
        `${name} takes ${wordsOf(takes)}, and ${told} is ${kind.list ? LISTS[kind.item] : WORDS[kind.item]}.`,
        ADVICE[name] ?? `Remove | ${name}.`,
      )
    kind = { list: of === 'each' ? kind.list : false, item: gives === 'same' ? kind.item : gives }
  }
  return kind
}

const WORDS: Readonly<Record<ItemKind, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  any: 'anything',
}

const LISTS: Readonly<Record<ItemKind, string>> = {
  text: 'a list of texts',
  number: 'a list of numbers',
  boolean: 'a list of true and false',
  object: 'a list of objects',
  any: 'a list',
}

const ADVICE: Readonly<Partial<Record<Pipe['name'], string>>> = {
  join: 'Write | json for a text of all of it.',
  lower: 'Write | text before it.',
  upper: 'Write | text before it.',
  trim: 'Write | text before it.',
  base64: 'Write | text before it.',
  sum: 'Write | number before it.',
}

function wordsOf(kinds: readonly ItemKind[]): string {
  return kinds.map(kind => WORDS[kind]).join(' or ')
}

/** Reports `path` where it is no end of what stands between two slashes of a URL, `isSegment`. */
export function refusePath(pipes: readonly Pipe[] = [], isSegment: boolean, argument: string, report: Report): void {
  if (pipes.some(({ name }, at) => name === 'path' && !(isSegment && at === pipes.length - 1)))
    report(
      argument,
      'path makes segments of a URL, and can stand at the end of an expression that is all between two slashes.',
      'Write "/files/{$args.path | path}", or remove | path.',
    )
}
