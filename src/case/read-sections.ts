/** A case document that is not written as README.md says; `message` begins with the line. */
export class CaseSyntaxError extends Error {
  override readonly name = 'CaseSyntaxError'

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`)
  }
}

/** What stands under one `## ` heading; prose is left out. */
export interface Section {
  /** The heading's first word. */
  readonly kind: string
  /** The heading's other words. */
  readonly words: readonly string[]
  readonly line: number
  readonly blocks: readonly Block[]
}

/** One fenced code block. */
export interface Block {
  /** The words after the fence, as in `sql sqlite`. */
  readonly info: string
  readonly text: string
  readonly line: number
}

export interface Document {
  readonly title: string
  readonly sections: readonly Section[]
}

/** Reads a Markdown document: one title, then sections of prose and fenced blocks. Throws CaseSyntaxError. */
export function readSections(text: string): Document {
  const lines = text.split(/\r?\n/)
  let title: string | undefined
  const sections: { kind: string; words: string[]; line: number; blocks: Block[] }[] = []

  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const number = at + 1
    const fence = /^(`{3,})(.*)$/.exec(line)
    if (fence) {
      const end = lines.indexOf(fence[1] ?? '', at + 1)
      if (end === -1) throw new CaseSyntaxError(number, 'this block is never closed')
      const section = sections.at(-1)
      if (!section) throw new CaseSyntaxError(number, 'a block stands before the first "## " heading')
      const content = lines.slice(at + 1, end).join('\n')
      section.blocks.push({ info: (fence[2] ?? '').trim(), text: content, line: number })
      at = end
      continue
    }
    const heading = /^(#+)\s+(.*?)\s*$/.exec(line)
    if (!heading) continue
    const [, level, content = ''] = heading
    if (level === '#') {
      if (title !== undefined || sections.length > 0) throw new CaseSyntaxError(number, 'a case has one title, on top')
      title = content
    } else if (level === '##') {
      const [kind = '', ...words] = content.split(/\s+/)
      sections.push({ kind, words, line: number, blocks: [] })
    } else {
      throw new CaseSyntaxError(number, 'a case has headings of level 1 and 2 only')
    }
  }
  if (!title) throw new CaseSyntaxError(1, 'a case begins with "# " and its promise in a sentence')
  return { title, sections }
}

/** The section's only block, which must be of the language. */
export function onlyBlock(section: Section, info: string): Block {
  const [block, second] = section.blocks
  if (!block) throw new CaseSyntaxError(section.line, `"## ${section.kind}" needs a \`\`\`${info} block`)
  if (second) throw new CaseSyntaxError(second.line, `"## ${section.kind}" has one block`)
  if (block.info !== info) throw unexpectedBlock(section, block, [info])
  return block
}

/** The error for a block of a language that has no place in the section. */
export function unexpectedBlock(section: Section, block: Block, expected: readonly string[]): CaseSyntaxError {
  return new CaseSyntaxError(
    block.line,
    `"## ${section.kind}" takes ${expected.map(info => `\`\`\`${info}`).join(', ')}, not \`\`\`${block.info}`,
  )
}
