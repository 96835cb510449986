import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A Markdown file of the project, read as far as tests ask. */
export interface MarkdownFile {
  /** From the project's root, with `/`. */
  readonly path: string
  /** What a link can have behind its `#`. */
  readonly anchors: ReadonlySet<string>
  readonly links: readonly Link[]
  readonly blocks: readonly Block[]
}

interface Link {
  readonly target: string
  readonly line: number
}

/** One fenced code block. */
export interface Block {
  /** The word after the fence. */
  readonly language: string
  readonly text: string
  readonly line: number
  /** The texts of the HTML comments since the block before it, which no reader of the page sees: `<!-- around: … -->`. */
  readonly comments: readonly string[]
}

/** What a comment of this kind says to tests: `a: 1` of `<!-- file: a: 1 -->`, "" of `<!-- mistakes -->`. */
export function commentOf({ comments }: Block, kind: string): string | undefined {
  const comment = comments.find(text => text === kind || text.startsWith(`${kind}:`))
  return comment?.slice(kind.length + 1).trim()
}

/** All Markdown files of the project, without packages and builds. */
export function markdownFiles(): MarkdownFile[] {
  const exclude = ['**/node_modules/**', 'dist/**', 'src/graphiql/dist/**']
  return globSync('**/*.md', { cwd: root, exclude })
    .sort()
    .map(path => readMarkdown(path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')))
}

/** Reads headings, links and blocks; what stands in a block is no heading and no link. */
export function readMarkdown(path: string, text: string): MarkdownFile {
  const lines = text.split(/\r?\n/)
  const anchors = new Set<string>()
  const links: Link[] = []
  const blocks: Block[] = []
  let comments: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const fence = /^ *(`{3,})(\w*)/.exec(line)
    if (fence) {
      const end = lines.findIndex((other, index) => index > at && other.trim() === fence[1])
      if (end === -1) throw new Error(`${path}:${at + 1}: this block is never closed`)
      const content = lines.slice(at + 1, end).join('\n')
      blocks.push({ language: fence[2] ?? '', text: content, line: at + 1, comments })
      comments = []
      at = end
      continue
    }
    if (line.startsWith('<!--')) {
      const end = lines.findIndex((other, index) => index >= at && other.includes('-->'))
      if (end === -1) throw new Error(`${path}:${at + 1}: this comment is never closed`)
      const comment = lines.slice(at, end + 1).join('\n')
      comments.push(comment.slice('<!--'.length, comment.indexOf('-->')).trim())
      at = end
      continue
    }
    const heading = /^#+ +(.*?) *$/.exec(line)
    if (heading) anchors.add(anchorOf(heading[1] ?? '', anchors))
    for (const [, target = ''] of line.replaceAll(/`[^`]*`/g, '``').matchAll(/\]\(([^)\s]*)\)/g))
      links.push({ target, line: at + 1 })
  }
  return { path, anchors, links, blocks }
}

/** The anchor that GitHub gives a heading; the second one of a name is `name-1`. */
function anchorOf(heading: string, taken: ReadonlySet<string>): string {
  const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
  const name = text.replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '').replaceAll(' ', '-')
  let anchor = name
  for (let number = 1; taken.has(anchor); number++) anchor = `${name}-${number}`
  return anchor
}
