import { type Block, commentOf, type MarkdownFile } from '../markdown.ts'

/** What the commands of a page need or do, in the page's order. */
export type Step = Preparation | FileStep | CommandStep | TerminalStep | SaysStep | QueryStep

interface AtLine {
  /** `docs/import.md:11` */
  readonly place: string
}

/** What no reader sees: a script, the end of what a terminal runs, a database or an answer of an API that the page takes for granted. */
type Preparation = AtLine &
  (
    | { readonly kind: 'before'; readonly script: string }
    | { readonly kind: 'stops'; readonly name: string }
    | { readonly kind: 'database' | 'answers'; readonly url: string; readonly content: string }
  )

interface FileStep extends AtLine {
  readonly kind: 'file'
  readonly name: string
  readonly text: string
}

/** Commands that end. */
interface CommandStep extends AtLine {
  readonly kind: 'command'
  readonly script: string
  readonly code: number
  /** Undefined where the page does not show it. */
  readonly output: Output | undefined
}

/** A command that goes on, in a terminal that ends with Ctrl-C what it ran before. */
interface TerminalStep extends AtLine {
  readonly kind: 'terminal'
  readonly name: string
  readonly script: string
  readonly output: Output
}

/** What a terminal says next, by itself. */
interface SaysStep extends AtLine {
  readonly kind: 'says'
  readonly name: string
  readonly output: Output
}

/** An operation that is sent to a URL, and its answer. */
interface QueryStep extends AtLine {
  readonly kind: 'asks'
  readonly url: string
  readonly query: string
  readonly output: Output
}

export interface Output {
  readonly isJson: boolean
  readonly text: string
}

/** The kinds of comments that tests of the docs read. */
const KINDS = [
  'case',
  'stops',
  'around',
  'mistakes',
  'file',
  'terminal',
  'says',
  'asks',
  'exit',
  'not run',
  'before',
  'database',
  'answers',
]
/** That of `docs/performance.md`, between which its tables are written. */
const OTHERS = /^\/?bench:/

/**
 * The steps of a page: `sh` blocks, each with the `text`, `json` or `console` block behind it as its output, and what comments say of
 * blocks. Throws Error for what can't be meant so.
 */
export function readSteps({ path, blocks }: MarkdownFile): Step[] {
  const steps: Step[] = []
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index] as Block
    const place = `${path}:${block.line}`
    const next = blocks[index + 1]
    const output = next && isOutput(next) ? { isJson: next.language === 'json', text: next.text } : undefined
    const needed = () => {
      if (!output) throw new Error(`${place}: the block behind must show what comes of it`)
      return output
    }
    steps.push(...preparations(block, place))
    const file = commentOf(block, 'file')
    const says = commentOf(block, 'says')
    const url = commentOf(block, 'asks')
    const terminal = commentOf(block, 'terminal')
    if (file !== undefined) steps.push({ kind: 'file', place, name: file, text: `${block.text}\n` })
    else if (says !== undefined)
      steps.push({ kind: 'says', place, name: says, output: { isJson: false, text: block.text } })
    else if (url !== undefined) steps.push({ kind: 'asks', place, url, query: block.text, output: needed() })
    else if (!isShell(block) || notRun(block, place)) continue
    else if (terminal !== undefined)
      steps.push({ kind: 'terminal', place, name: terminal, script: block.text, output: needed() })
    else {
      const code = Number(commentOf(block, 'exit') ?? 0)
      steps.push({ kind: 'command', place, script: block.text, code, output })
    }
  }
  return steps
}

/** Whether a page has commands, run or not. */
export function hasCommands({ blocks }: MarkdownFile): boolean {
  return blocks.some(isShell)
}

/** The places of commands that are not run, each with its reason. */
export function unrunCommands({ path, blocks }: MarkdownFile): string[] {
  return blocks.filter(isShell).flatMap(block => {
    const reason = notRun(block, `${path}:${block.line}`)
    return reason ? [`${path}:${block.line} ${reason}`] : []
  })
}

function notRun(block: Block, place: string): string | undefined {
  const reason = commentOf(block, 'not run')
  if (reason === '') throw new Error(`${place}: why can it not be run?`)
  return reason
}

function isShell({ language }: Block): boolean {
  return language === 'sh'
}

function isOutput(block: Block): boolean {
  return ['text', 'json', 'console'].includes(block.language) && block.comments.length === 0
}

function preparations({ comments }: Block, place: string): Preparation[] {
  return comments.flatMap((comment): Preparation[] => {
    const kind = KINDS.find(each => comment === each || comment.startsWith(`${each}:`))
    if (kind === undefined && !OTHERS.test(comment)) throw new Error(`${place}: no test knows the comment "${comment}"`)
    const text = comment.slice((kind?.length ?? 0) + 1).trim()
    if (kind === 'before') return [{ kind, place, script: text }]
    if (kind === 'stops') return [{ kind, place, name: text }]
    if (kind !== 'database' && kind !== 'answers') return []
    const [url = '', ...lines] = text.split('\n')
    return [{ kind, place, url: url.trim(), content: lines.join('\n') }]
  })
}
