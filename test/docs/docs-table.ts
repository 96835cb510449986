import { type MarkdownTable, printTable } from '../support/markdown-table.ts'

/** The page with the table of this header made anew; as it is where there is none. */
export function withTable(page: string, { header, rows }: MarkdownTable): string {
  const lines = page.split('\n')
  const start = lines.findIndex(line => cellsOf(line).join('|') === header.join('|'))
  if (start < 0) return `${page}\nThere is no table ${header.join(', ')}.`
  const length = lines.slice(start).findIndex(line => !line.startsWith('|'))
  return lines.toSpliced(start, length, ...printTable({ header, rows })).join('\n')
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map(cell => cell.trim())
}
