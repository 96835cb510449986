import { type Path, PathSyntaxError, parsePath } from '../../plan/path.ts'
import { DATE_NOTATIONS, PIPE_NAMES, type Pipe } from '../../plan/pipe.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import { templateRemedy } from './template-remedy.ts'

/** The roots that an expression may start with. */
export const TEMPLATE_ROOTS = ['args', 'this', 'batch', 'headers', 'jwt', 'response', 'env'] as const
export type TemplateRoot = (typeof TEMPLATE_ROOTS)[number]

/** A template as it is written, before its names are looked up. */
export type RawTemplate = readonly (string | RawExpression)[]

export interface RawExpression {
  readonly root: TemplateRoot
  /** Behind the root; empty for the root itself. */
  readonly path: Path
  readonly fallback?: unknown
  readonly pipes?: readonly Pipe[]
}

/** Raised for a template that can't be read; `message` says what is wrong, `suggestion` what to write instead. */
export class TemplateSyntaxError extends Error {
  override readonly name = 'TemplateSyntaxError'
  readonly suggestion: string

  constructor(message: string, suggestion: string) {
    super(message)
    this.suggestion = suggestion
  }
}

const QUOTED = String.raw`'(?:[^'\\]|\\.)*'`
const WHOLE_QUOTED = new RegExp(`^${QUOTED}$`, 's')
const TOKEN = /\{\{|\}\}|\{|\}|[^{}]+/y
const BODY = new RegExp(`(?:[^{}']|${QUOTED})*`, 'ys')
const PIPE = new RegExp(String.raw`\|\s*(\w+)(?:\s+(${QUOTED}))?`, 'gs')
const EXPRESSION = new RegExp(
  String.raw`^\s*\$([A-Za-z_]\w*)((?:\.[\w$@-]+\??|\[\d*\]\??|\[${QUOTED}\]\??)*)\s*(?:\?\?\s*([^|\s][^|]*?|${QUOTED})\s*)?((?:\|\s*[A-Za-z]\w*(?:\s+${QUOTED})?\s*)*)$`,
  's',
)

/** Reads a template: text, `{$…}` expressions, and `{{`, `}}` for literal braces. Throws TemplateSyntaxError. */
export function parseTemplate(text: string): RawTemplate {
  const parts: (string | RawExpression)[] = []
  const addText = (more: string) => {
    const last = parts.at(-1)
    if (typeof last === 'string') parts[parts.length - 1] = last + more
    else parts.push(more)
  }
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0] as string
    at += token.length
    if (token === '}')
      throw new TemplateSyntaxError(`there is a "}" without its "{".`, 'Write "}}" for a literal brace.')
    if (token !== '{') {
      addText(token === '{{' ? '{' : token === '}}' ? '}' : token)
      continue
    }
    BODY.lastIndex = at
    const body = BODY.exec(text)?.[0] ?? ''
    at += body.length
    if (text[at] !== '}')
      throw new TemplateSyntaxError(`there is a "{" without its "}".`, 'Write "{{" for a literal brace.')
    at += 1
    parts.push(parseExpression(body))
  }
  return parts.length === 0 ? [''] : parts
}

function parseExpression(body: string): RawExpression {
  const match = EXPRESSION.exec(body)
  if (!match) throw new TemplateSyntaxError(`"{${body}}" can't be read.`, templateRemedy(body))
  const [, root = '', path = '', fallback, pipes = ''] = match
  return {
    root: parseRoot(root),
    path: parseRest(root, path, body),
    ...(fallback === undefined ? {} : { fallback: parseLiteral(fallback, body) }),
    ...(pipes === '' ? {} : { pipes: [...pipes.matchAll(PIPE)].map(readPipe) }),
  }
}

function readPipe([, name = '', argument]: RegExpExecArray): Pipe {
  const known = PIPE_NAMES.find(each => each === name)
  if (!known) throw new TemplateSyntaxError(`there is no pipe "${name}".`, suggestOrList(name, PIPE_NAMES, 'pipes'))
  const said = argument === undefined ? undefined : unquote(argument)
  if (known === 'join' && said === undefined)
    throw new TemplateSyntaxError('join needs what stands between the items.', "Write | join ','.")
  if (known === 'date' && said !== undefined && !DATE_NOTATIONS.some(each => each === said))
    throw new TemplateSyntaxError(
      `"${said}" is no notation of a date.`,
      suggestOrList(said, DATE_NOTATIONS, 'notations'),
    )
  if (known !== 'join' && known !== 'date' && said !== undefined)
    throw new TemplateSyntaxError(`${known} takes nothing behind it.`, `Write | ${known}.`)
  return said === undefined ? { name: known } : { name: known, argument: said }
}

function parseRoot(name: string): TemplateRoot {
  const known = TEMPLATE_ROOTS.find(root => root === name)
  if (known) return known
  const roots = TEMPLATE_ROOTS.map(root => `$${root}`)
  throw new TemplateSyntaxError(`$${name} is unknown.`, suggestOrList(`$${name}`, roots, 'roots'))
}

function parseRest(root: string, text: string, body: string): Path {
  if (text === '') return []
  try {
    const path = parsePath(text.replace(/^\./, ''))
    if (root !== 'this' && root !== 'batch' && path.some(segment => 'optional' in segment))
      throw new TemplateSyntaxError(
        `in "{${body}}" a "?" says what an answer may lack, and $${root} is no answer.`,
        "Remove it, or write a default: ?? 'text'.",
      )
    return path
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) throw error
    throw new TemplateSyntaxError(`in "{${body}}" ${error.message}`, error.suggestion)
  }
}

function parseLiteral(text: string, body: string): unknown {
  if (WHOLE_QUOTED.test(text)) return unquote(text)
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  if (/^-?\d+$/.test(text)) return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)
  if (/^-?\d+\.\d+$/.test(text)) return Number(text)
  throw new TemplateSyntaxError(
    `the default ${text} in "{${body}}" can't be read.`,
    "Write 'text' in single quotes, a number, true, false or null.",
  )
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, '$1')
}
