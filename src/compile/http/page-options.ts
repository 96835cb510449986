import type { AnswerPlace, HttpPages, PageStyle } from '../../plan/http/http-pages.ts'
import type { Path } from '../../plan/path.ts'
import type { Report } from '../problem-list.ts'
import { argumentText } from '../template/argument-text.ts'
import { readDirectivePath } from '../template/compile-template.ts'

export type PageValues = Readonly<Record<string, unknown>>

export interface PageOptionsInput {
  readonly values: PageValues
  /** Where they stand, `pages`. */
  readonly argument: string
  readonly report: Report
  /** What the source says, where a field does not. */
  readonly defaults: HttpPages | undefined
  /** Looks up a path in the items of the list; undefined where nothing stands at it. */
  readonly itemPath: (path: Path) => Path | undefined
}

const DEFAULT_MAX_SIZE = 100
const DEFAULT_MAX_ITEMS = 10_000
const DEFAULT_MAX_PAGES = 100
const STYLES = ['page', 'offset', 'cursor', 'next', 'link'] as const
const EXAMPLE =
  'Write page: "page", offset: "offset", cursor: "after" with from: "meta.next", next: "links.next", or link: true, as the API has it.'

/** `$response.headers.x-total`, with a `?` where an answer may lack it. */
const HEADER = /^\$response\.headers\.([!#$%&'*+.^_`|~0-9A-Za-z-]+)(\?)?$/

/** Compiles `pages: { … }`; undefined where it says no way to the next page, which is reported as every other mistake. */
export function compilePageOptions(input: PageOptionsInput): HttpPages | undefined {
  const { values, argument, report, defaults } = input
  const style = compileStyle(input)
  // Another style has its own parameters and places.
  const same = stylesOf(values).length === 0 ? defaults : undefined
  const size = parameter(input, 'size') ?? same?.size
  if (is(values.max) && size === undefined)
    report(`${argument}.max`, 'max is the largest size, and no parameter takes the size.', 'Add size: "…".')
  const rest = {
    size,
    max: count(input, 'max') ?? same?.max ?? DEFAULT_MAX_SIZE,
    hasMore: place(input, 'hasMore') ?? same?.hasMore,
    total: place(input, 'total') ?? same?.total,
    maxItems: count(input, 'maxItems') ?? defaults?.maxItems ?? DEFAULT_MAX_ITEMS,
    maxPages: count(input, 'maxPages') ?? defaults?.maxPages ?? DEFAULT_MAX_PAGES,
  }
  return style && { style, ...rest }
}

function compileStyle(input: PageOptionsInput): PageStyle | undefined {
  const { values, argument, report, defaults } = input
  const said = stylesOf(values)
  const [first, second] = said
  const readsLink = said.length === 2 && first === 'cursor'
  if (second && !readsLink) {
    const message = `pages say ${said.join(' and ')}, and there is one way to the next page.`
    report(`${argument}.${second}`, message, 'Keep one of them.')
  }
  refuseLeftovers(input)
  if (!first) {
    if (!defaults) report(argument, 'pages say no way to the next page.', EXAMPLE)
    return defaults?.style
  }
  if (first === 'next') return { kind: 'link', next: bodyPlace(input, 'next') }
  if (first === 'link') return { kind: 'link', next: { kind: 'link' } }
  const name = parameter(input, first) ?? ''
  if (first === 'page') return { kind: 'page', parameter: name, start: startOf(input) }
  if (first === 'offset') return { kind: 'offset', parameter: name }
  return compileCursor(input, name)
}

function stylesOf(values: PageValues) {
  return STYLES.filter(name => is(values[name]) && values[name] !== false)
}

function compileCursor(input: PageOptionsInput, name: string): PageStyle | undefined {
  const { values, argument, report, itemPath } = input
  const said = ['from', 'item', 'next', 'link'].filter(each => is(values[each]) && values[each] !== false)
  const [only, second] = said
  if (!only || second) {
    const message = only
      ? `a cursor stands at one place, and pages say ${said.join(' and ')}.`
      : 'pages do not say where the next cursor stands.'
    const suggestion =
      'Write from: "meta.next_cursor" for a place in the answer, item: "id" for one in the last item, or next: "links.next" or link: true for the URL that has it.'
    report(`${argument}.${second ?? 'cursor'}`, message, suggestion)
  }
  if (only === undefined) return undefined
  if (only === 'item') {
    const found = itemPath(path(input, 'item'))
    if (!found)
      report(
        `${argument}.item`,
        `"${argumentText(values.item)}" is computed, and item is a path.`,
        "Use the upstream's own name.",
      )
    return { kind: 'item', parameter: name, path: found ?? [] }
  }
  const next: AnswerPlace = only === 'link' ? { kind: 'link' } : bodyPlace(input, only)
  return { kind: 'cursor', parameter: name, next, isURL: only !== 'from' }
}

/** What only some styles have. */
function refuseLeftovers({ values, argument, report }: PageOptionsInput): void {
  if (is(values.start) && !is(values.page))
    report(`${argument}.start`, 'start is the number of the first page, and no parameter takes one.', 'Add page: "…".')
  for (const name of ['from', 'item'])
    if (is(values[name]) && !is(values.cursor))
      report(
        `${argument}.${name}`,
        `${name} says where the next cursor stands, and no parameter takes one.`,
        'Add cursor: "…".',
      )
}

function startOf({ values, argument, report }: PageOptionsInput): number {
  const { start } = values
  if (!is(start)) return 1
  if (!(Number(start) >= 0)) report(`${argument}.start`, 'start is a whole number, 0 or more.', 'Write start: 0.')
  return Number(start)
}

/** The name of a query parameter, or of a key of the body. */
function parameter({ values, argument, report }: PageOptionsInput, name: string): string | undefined {
  if (!is(values[name])) return undefined
  const text = argumentText(values[name])
  if (text === '' || /[{}?&#=\s]/.test(text))
    report(`${argument}.${name}`, `"${text}" is no name of a parameter.`, `Write ${name}: "${name}".`)
  return text
}

function count({ values, argument, report }: PageOptionsInput, name: string): number | undefined {
  if (!is(values[name])) return undefined
  const number = Number(values[name])
  if (!(number >= 1)) report(`${argument}.${name}`, `${name} must be at least 1.`, 'Leave it out for the default.')
  return Math.max(number, 1)
}

function place(input: PageOptionsInput, name: string): AnswerPlace | undefined {
  return is(input.values[name]) ? bodyPlace(input, name) : undefined
}

function bodyPlace(input: PageOptionsInput, name: string): AnswerPlace {
  const [, header, optional] = HEADER.exec(argumentText(input.values[name])) ?? []
  if (header === undefined) return { kind: 'body', path: path(input, name) }
  return { kind: 'header', name: header.toLowerCase(), ...(optional === undefined ? {} : { optional: true }) }
}

function path({ values, argument, report }: PageOptionsInput, name: string): Path {
  return readDirectivePath(argumentText(values[name]), `${argument}.${name}`, report)
}

function is(value: unknown): boolean {
  return value !== undefined && value !== null
}
